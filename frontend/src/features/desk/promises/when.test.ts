import { describe, expect, it } from 'vitest'
import { dayNumber, instantOf, localInput, ticksLeft, urgencyOf } from './when'

const now = new Date(2026, 10, 2, 9, 0).getTime()
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).toISOString()

describe('the time of a promise', () => {
  it('is late, today or later by the reader’s own calendar', () => {
    expect(urgencyOf(at(2, 8, 59), now)).toBe('overdue')
    expect(urgencyOf(at(2, 23, 59), now)).toBe('today')
    expect(urgencyOf(at(3, 0, 0), now)).toBe('later')
  })

  it('loses ticks from the promise to its time', () => {
    expect(ticksLeft(at(2, 9), at(4, 9), now)).toBe(20)
    expect(ticksLeft(at(1, 9), at(3, 9), now)).toBe(10)
    expect(ticksLeft(at(1, 9), at(2, 8), now)).toBe(0)
    expect(ticksLeft(at(2, 9), at(2, 9), now)).toBe(0)
  })

  it('goes through an exact field and back', () => {
    const value = localInput(now)
    expect(value).toBe('2026-11-02T09:00')
    expect(instantOf(value)).toBe(new Date(now).toISOString())
    expect(instantOf('')).toBeUndefined()
  })

  it('counts days of the calendar', () => {
    expect(dayNumber(new Date(2026, 9, 26)) - dayNumber(new Date(2026, 9, 24))).toBe(2)
  })
})
