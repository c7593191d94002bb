import { describe, expect, test } from 'vitest'
import type { Award, BoardRow, ContactReason, Offer, Reward, Seat } from '../../../queries/types'
import { aroundMe, nextAbove } from './board'
import { firstFocus, lanesOf } from './lanes'
import { groupsOf } from './reasons'
import { nearestReward } from './rewards'
import { exactOf, factorsOf, newestSettled, sumLine } from './steps'
import { reasonsOf } from './whys'

function row(rank: number, score: number, me = false): BoardRow {
  const expertId = `exp_${rank}`
  return {
    rank,
    expertId,
    name: expertId,
    alias: 'Knot',
    bird: 1,
    named: false,
    score,
    settledScore: score,
    me,
    moved: 0,
  }
}

describe('the board beside the work', () => {
  const items = Array.from({ length: 12 }, (_, index) => row(index + 1, 500 - index * 10, index === 8))

  test('the own row is always among those shown', () => {
    expect(aroundMe({ items }, 7).map((each) => each.rank)).toEqual([6, 7, 8, 9, 10, 11, 12])
    expect(aroundMe({ items: items.slice(0, 3), me: items[8] }, 7).map((each) => each.rank)).toEqual([1, 2, 3, 9])
  })

  test('a newcomer without a row sees the top', () => {
    const others = items.map((each) => ({ ...each, me: false }))
    expect(aroundMe({ items: others }, 3).map((each) => each.rank)).toEqual([1, 2, 3])
  })

  test('the next place is the nearest score above, at least one point away', () => {
    expect(nextAbove({ items })).toEqual({ name: 'exp_8', missing: 10 })
    expect(nextAbove({ items: [row(1, 50.2), row(2, 50, true)] })).toEqual({ name: 'exp_1', missing: 1 })
    expect(nextAbove({ items: [row(1, 50, true), row(2, 40)] })).toBeUndefined()
  })
})

describe('the arithmetic of an award', () => {
  const award = {
    difficulty: 2,
    arithmetic: {
      points: 17,
      steps: [
        { key: 'base', factor: 10, detail: 'qualified', total: 10 },
        { key: 'difficulty', factor: 1.3, detail: 'D2', total: 13 },
        { key: 'quality', factor: 1.3, detail: 'stars_5', total: 16.9 },
        { key: 'campaign', factor: 1, detail: '', total: 16.9 },
        { key: 'dailyCurve', factor: 1, detail: 'place_3', total: 16.9 },
        { key: 'rounding', factor: 1, detail: '', total: 17 },
      ],
    },
  } satisfies Partial<Award>

  test('one line holds base, difficulty and quality, and others only when they count', () => {
    expect(sumLine(award, String)).toBe('10 × 1.3 × 1.3')
    expect(exactOf(award)).toBe(16.9)
    const halved = award.arithmetic.steps.map((step) => (step.key === 'dailyCurve' ? { ...step, factor: 0.5 } : step))
    expect(factorsOf({ arithmetic: { points: 8, steps: halved } }).map((step) => step.factor)).toEqual([
      10, 1.3, 1.3, 0.5,
    ])
  })

  test('the award that settled last is shown, pending ones are not', () => {
    const made = (id: string, settledAt?: string) =>
      ({ ...award, id, settledAt, state: settledAt ? 'settled' : 'pending' }) as Award
    const awards = [made('a', '2026-11-20T10:00:00Z'), made('b', '2026-11-21T10:00:00Z'), made('c')]
    expect(newestSettled(awards)?.id).toBe('b')
    expect(newestSettled([])).toBeUndefined()
  })
})

describe('lanes', () => {
  const seats: Seat[] = [
    { seatNo: 1, open: true },
    { seatNo: 2, open: true, conversationId: 'cnv_2' },
    { seatNo: 3, open: false },
  ]
  const offer = { id: 'off_1', seatNo: 1 } as Offer

  test('a seat holds a conversation, an offer, nothing, or is not open', () => {
    expect(lanesOf(seats, [offer]).map((lane) => lane.kind)).toEqual(['offer', 'conversation', 'shut'])
    expect(lanesOf([], []).map((lane) => lane.kind)).toEqual(['shut', 'shut', 'shut'])
  })

  test('the needle starts at work that is there', () => {
    expect(firstFocus(lanesOf(seats, [offer]))).toBe(2)
    expect(firstFocus(lanesOf([{ seatNo: 1, open: true }], []))).toBe(1)
  })
})

test('reasons of an offer: at most three, personal ones first, and none that weighed nothing', () => {
  const factor = (key: string, points: number, facts: object) => ({
    key,
    points,
    facts,
    detail: '',
    weight: 1,
    value: points,
  })
  const offer = {
    reasonName: 'Sound and fit',
    customer: { name: 'Lieke', returning: true, earlier: 1 },
    why: {
      score: 1,
      spread: false,
      preferred: false,
      filters: [],
      factors: [
        factor('fairness', 0.4, { seconds: 74 * 60 + 2 }),
        factor('topic', 0.3, { kind: 'qualified', mean: 4.71, ratings: 31 }),
        factor('quality', 0.2, { mean: 4.54, ratings: 34 }),
        factor('continuity', 0.1, { again: true }),
        factor('growth', 0, { learns: false }),
      ],
    },
  } as unknown as Offer
  expect(reasonsOf(offer)).toEqual([
    { key: 'topic', name: 'Sound and fit', mean: 4.71, ratings: 31 },
    { key: 'continuity', name: 'Lieke' },
    { key: 'fairness', minutes: 74 },
  ])
})

test('contact reasons: second level under the first, the likely group first, letters narrow down', () => {
  const reason = (id: string, name: string, parentId?: string) => ({ id, name, parentId, position: 0 }) as ContactReason
  const reasons = [reason('a', 'Sound'), reason('a1', 'Pads', 'a'), reason('b', 'Power'), reason('b1', 'Charging', 'b')]
  expect(groupsOf(reasons, '', 'b1').map((group) => group.id)).toEqual(['b', 'a'])
  expect(groupsOf(reasons, 'pad').map((group) => group.reasons.map((each) => each.id))).toEqual([['a1']])
  expect(groupsOf(reasons, 'power').map((group) => group.id)).toEqual(['b'])
})

test('the next reward is the cheapest still missing, else the dearest that can be had', () => {
  const reward = (id: string, price: number, remaining = 5) => ({ id, price, remaining, archived: false }) as Reward
  const rewards = [reward('cap', 400), reward('buds', 1_500), reward('gone', 900, 0)]
  expect(nearestReward(rewards, 500)?.id).toBe('buds')
  expect(nearestReward(rewards, 2_000)?.id).toBe('buds')
  expect(nearestReward([], 10)).toBeUndefined()
})

test('what settled last is what brought or took points: nothing is no news', () => {
  const award = (id: string, points: number, settledAt: string) =>
    ({ id, points, settledAt, state: 'settled' }) as unknown as Parameters<typeof newestSettled>[0][number]
  const awards = [award('worth', 17, '2026-11-20T10:00:00Z'), award('nothing', 0, '2026-11-21T10:00:00Z')]
  expect(newestSettled(awards)?.id).toBe('worth')
})
