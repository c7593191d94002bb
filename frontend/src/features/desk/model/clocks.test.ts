import { describe, expect, test } from 'vitest'
import type { Entry, Seat } from '../../../queries/types'
import { leftOf, minutes, replyClock, ticksOf, unansweredSince } from './clocks'

const now = Date.parse('2026-11-21T19:00:00.000Z')
const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString()

function message(role: 'customer' | 'expert', seconds: number): Entry {
  return { seq: 1, kind: 'message', at: at(seconds), episode: 1, author: { role } }
}

test('a countdown rounds up and never falls below nothing', () => {
  expect(leftOf(at(13.2), now)).toBe(14)
  expect(leftOf(at(-3), now)).toBe(0)
})

test('a ring loses its last tick when the time is over, not before', () => {
  expect([20, 19.2, 14, 0.4, 0].map((left) => ticksOf(left, 20))).toEqual([20, 20, 14, 1, 0])
  expect(ticksOf(5, 0)).toBe(0)
})

test('minutes read as a clock', () => {
  expect([0, 9, 117, 180, 3_723].map(minutes)).toEqual(['0:00', '0:09', '1:57', '3:00', '1:02:03'])
})

describe('the reply clock', () => {
  const seat: Seat = { seatNo: 1, open: true, conversationId: 'cnv_1', takenAt: at(-300) }
  const entries = [
    message('customer', -200),
    message('expert', -150),
    message('customer', -63),
    message('customer', -20),
  ]

  test('before the nudge the whole three minutes are left to use', () => {
    const clock = replyClock({ ...seat, due: 'nudge', dueAt: at(27) }, entries, now)
    expect(clock).toEqual({ turn: 'expert', left: 117, over: 0, waited: 63 })
  })

  test('after the nudge the time runs to the moment of the next offer', () => {
    expect(replyClock({ ...seat, due: 'reoffer', dueAt: at(40) }, entries, now)).toMatchObject({ left: 40, over: 0 })
  })

  test('over time it says how long', () => {
    expect(replyClock({ ...seat, due: 'reoffer', dueAt: at(-40) }, entries, now)).toMatchObject({ left: 0, over: 40 })
  })

  test('while the customer writes next, only the freeing of the seat counts down', () => {
    expect(replyClock({ ...seat, due: 'free', dueAt: at(250) }, entries, now)).toEqual({
      turn: 'customer',
      freesIn: 250,
    })
    expect(replyClock(seat, entries, now)).toEqual({ turn: 'customer', freesIn: undefined })
  })
})

test('a customer waits since the first message without an answer', () => {
  expect(unansweredSince([message('customer', -90), message('customer', -30)])).toBe(at(-90))
  expect(unansweredSince([message('customer', -90), message('expert', -30)])).toBeUndefined()
})
