import { describe, expect, it } from 'vitest'
import { filterOf, mergeEntries } from './entries'
import type { Award, PointsTransfer } from './types'

function award(id: string, earnedAt: string): Award {
  return {
    id,
    kind: 'conversation',
    conversationId: `cnv_${id}`,
    episode: 1,
    question: 'Where is my parcel?',
    difficulty: 1,
    state: 'pending',
    points: 8,
    pendingPoints: 8,
    earnedAt,
    settleAt: earnedAt,
    ruleSet: 1,
    arithmetic: { steps: [], points: 8 },
  }
}

function transfer(id: string, at: string, kind: PointsTransfer['kind'], amount = -400): PointsTransfer {
  return {
    id,
    key: id,
    kind,
    amount,
    at,
    from: 'available',
    to: 'reserved',
    points: 400,
    source: { type: 'redemption', id: 'rdm_1' },
  }
}

describe('every entry', () => {
  it('shows everything when the address asks for what it does not know', () => {
    expect(filterOf('followUps')).toBe('followUps')
    expect(filterOf('nonsense')).toBe('all')
    expect(filterOf(null)).toBe('all')
  })

  it('is newest first, with points that moved for a reward between the awards', () => {
    const entries = mergeEntries(
      { items: [award('b', '2026-11-20T10:00:00Z'), award('a', '2026-11-18T10:00:00Z')], more: false },
      { items: [transfer('t', '2026-11-19T10:00:00Z', 'reserve')], more: false },
    )
    expect(entries.map((e) => e.id)).toEqual(['b', 't', 'a'])
  })

  it('leaves out the bookings of an award, because the award is their entry', () => {
    const entries = mergeEntries(
      { items: [award('a', '2026-11-18T10:00:00Z')], more: false },
      {
        items: [transfer('s', '2026-11-20T10:00:00Z', 'settle', 17), transfer('z', '2026-11-20T10:00:00Z', 'spend', 0)],
        more: false,
      },
    )
    expect(entries.map((e) => e.id)).toEqual(['a'])
  })

  it('holds back what is older than a list that has more pages', () => {
    const entries = mergeEntries(
      { items: [award('new', '2026-11-20T10:00:00Z')], more: true },
      { items: [transfer('old', '2026-11-01T10:00:00Z', 'reserve')], more: false },
    )
    expect(entries.map((e) => e.id)).toEqual(['new'])
  })
})
