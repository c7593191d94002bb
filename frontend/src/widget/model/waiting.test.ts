import { describe, expect, it } from 'vitest'
import type { QueueState } from './types'
import { changesAt, minutesOf, scaleOf } from './waiting'

const asked = Date.parse('2026-11-21T19:44:00Z')
const minute = 60_000

const queue = (more: Partial<QueueState> = {}): QueueState => ({
  place: 2,
  ahead: 1,
  since: new Date(asked).toISOString(),
  canLeave: false,
  canAskStaff: false,
  onDuty: true,
  wait: { from: 120, to: 240 },
  ...more,
})

describe('the scale of a wait', () => {
  it('has the range where it was told and the needle where we are', () => {
    const scale = scaleOf(queue(), asked, asked + 2 * minute)
    expect(scale).toEqual({ band: [2 / 8, 4 / 8], needle: 2 / 8, end: 8 })
  })

  it('moves the range on when it is told anew', () => {
    const scale = scaleOf(queue({ wait: { from: 0, to: 60 } }), asked + 3 * minute, asked + 3 * minute)
    expect(scale?.band).toEqual([3 / 8, 4 / 8])
  })

  it('never leaves its line, also when the clock here is wrong', () => {
    const late = scaleOf(queue(), asked - 5 * minute, asked - 5 * minute)
    expect(late?.needle).toBe(0)
    const long = scaleOf(queue(), asked, asked + 700 * minute)
    expect(long?.needle).toBeLessThanOrEqual(1)
  })

  it('is not there without a range', () => {
    expect(scaleOf(queue({ wait: undefined }), asked, asked)).toBeUndefined()
  })
})

describe('a range in words', () => {
  it.each([
    [
      { from: 30, to: 90 },
      { from: 0, to: 2 },
    ],
    [
      { from: 0, to: 30 },
      { from: 0, to: 1 },
    ],
    [
      { from: 300, to: 900 },
      { from: 5, to: 15 },
    ],
  ])('%j is %j minutes', (wait, minutes) => {
    expect(minutesOf(wait)).toEqual(minutes)
  })
})

describe('what changes by time alone', () => {
  it('is the next moment that has not come', () => {
    const leaveFrom = new Date(asked + 90_000).toISOString()
    const staffFrom = new Date(asked + 180_000).toISOString()
    expect(changesAt(queue({ leaveFrom, staffFrom }), asked)).toBe(asked + 90_000)
    expect(changesAt(queue({ leaveFrom, staffFrom, canLeave: true }), asked)).toBe(asked + 180_000)
    expect(changesAt(queue({ leaveFrom }), asked + 100_000)).toBeUndefined()
  })
})
