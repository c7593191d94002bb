import { describe, expect, it } from 'vitest'
import type { Slot } from '../../client'
import { byDay, dateIn, hourIn, later } from './times'

const slot = (id: string, startsAt: string): Slot => ({
  id,
  day: '2026-11-23',
  startsAt,
  endsAt: startsAt,
  seats: 1,
  taken: 0,
  waiting: 0,
  iWait: false,
  origin: 'manual',
  state: 'open',
  experts: [],
  version: 1,
})

describe('times of the plan', () => {
  it('go on over the end of a month and over a change of the clock', () => {
    expect(later('2026-11-30', 1)).toBe('2026-12-01')
    expect(later('2026-10-24', 2)).toBe('2026-10-26')
  })

  it('are of the day that it is where somebody lives', () => {
    expect(dateIn('2026-11-23T23:30:00Z', 'Europe/Amsterdam')).toBe('2026-11-24')
    expect(hourIn('2026-11-23T23:30:00Z', 'Europe/Amsterdam')).toBe(0)
  })

  it('stand under their day, and at the edges of the week in its first and last', () => {
    const days = byDay(
      '2026-11-23',
      [slot('a', '2026-11-22T23:30:00Z'), slot('b', '2026-11-24T09:00:00Z'), slot('c', '2026-11-30T01:00:00Z')],
      'America/New_York',
    )
    expect(days.map((day) => day.slots.map((each) => each.id).join())).toEqual(['a', 'b', '', '', '', '', 'c'])
  })
})
