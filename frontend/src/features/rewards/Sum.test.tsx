import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../../i18n'
import { network, onScreen } from '../../testing/server'
import { Sum } from './Sum'
import type { Award } from './types'

const award: Award = {
  id: 'awd_1',
  kind: 'conversation',
  conversationId: 'cnv_1',
  episode: 1,
  question: 'Wad 2 will not charge',
  difficulty: 2,
  state: 'settled',
  points: 17,
  pendingPoints: 10,
  earnedAt: '2026-11-14T17:31:00.000Z',
  settleAt: '2026-11-16T17:31:00.000Z',
  settledAt: '2026-11-16T17:45:00.000Z',
  stars: 5,
  ruleSet: 1,
  arithmetic: {
    steps: [
      { key: 'base', factor: 10, detail: 'qualified', total: 10 },
      { key: 'difficulty', factor: 1.3, detail: 'D2', total: 13 },
      { key: 'quality', factor: 1.3, detail: 'stars_5', total: 16.9 },
      { key: 'campaign', factor: 1, detail: 'none', total: 16.9 },
      { key: 'dailyCurve', factor: 1, detail: 'no_3', total: 16.9 },
      { key: 'rounding', factor: 1, detail: 'half_up', total: 17 },
    ],
    points: 17,
  },
}

const moments = () =>
  within(screen.getByRole('list', { name: 'What happens with these points' })).getAllByRole('listitem')

describe('the sum on screen', () => {
  beforeEach(() => {
    network({})
  })

  it('is one sentence for screen readers, and tells the rounding', () => {
    onScreen(<Sum award={award} timeZone="Europe/Amsterdam" />)
    expect(screen.getByRole('img', { name: '10 × 1.3 × 1.3 is 17 points' })).toBeTruthy()
    expect(screen.getByText('16.9 rounds to 17')).toBeTruthy()
    expect(screen.getByText('five stars')).toBeTruthy()
    expect(screen.getByText('16 Nov, 18:45')).toBeTruthy()
  })

  it('says what the rating made of it', () => {
    onScreen(<Sum award={award} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('10 were on their way first. The rating made the difference.')).toBeTruthy()
  })

  it('shows a pending award as on its way, with the moment that comes', () => {
    const unrated = { ...award, state: 'pending' as const, stars: undefined, settledAt: undefined, points: 10 }
    onScreen(<Sum award={unrated} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('may still come')).toBeTruthy()
    expect(screen.getByText('16 Nov, 18:31')).toBeTruthy()
  })

  it('outlines a penalty in ink, with what was there to take', () => {
    const missed: Award = {
      ...award,
      kind: 'follow_up_missed',
      promise: 'I will ask the workshop',
      difficulty: undefined,
      stars: undefined,
      points: -7,
      pendingPoints: 0,
      arithmetic: {
        steps: [
          { key: 'base', factor: -10, detail: 'follow_up_missed', total: -10 },
          { key: 'balance', factor: 1, detail: 'took_7', total: -7 },
        ],
        points: -7,
      },
    }
    onScreen(<Sum award={missed} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('Promised: I will ask the workshop')).toBeTruthy()
    expect(screen.getByText('no more than the 7 that were there')).toBeTruthy()
    expect(moments()).toHaveLength(1)
  })

  it('says why nothing was earned, and what to do when that is wrong', () => {
    const own: Award = {
      ...award,
      points: 0,
      arithmetic: { steps: [{ key: 'base', factor: 0, detail: 'not_qualified:linked_network', total: 0 }], points: 0 },
    }
    onScreen(<Sum award={own} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('you and this customer were in one network')).toBeTruthy()
    expect(screen.getByText(/tell a manager/)).toBeTruthy()
  })

  it('tells what first time right depends on while it waits', () => {
    const right: Award = {
      ...award,
      kind: 'first_time_right',
      state: 'pending',
      stars: undefined,
      points: 5,
      pendingPoints: 5,
      arithmetic: { steps: [{ key: 'base', factor: 5, detail: 'first_time_right', total: 5 }], points: 5 },
    }
    onScreen(<Sum award={right} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('if this customer need not ask again')).toBeTruthy()
    expect(moments()).toHaveLength(3)
  })

  it('speaks Dutch, with Dutch decimals', () => {
    setLanguage('nl')
    onScreen(<Sum award={award} timeZone="Europe/Amsterdam" />)
    expect(screen.getByText('16,9 wordt 17')).toBeTruthy()
    expect(screen.getByText('vijf sterren')).toBeTruthy()
    setLanguage('en')
  })
})
