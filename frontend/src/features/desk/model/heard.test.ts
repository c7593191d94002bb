import { expect, test } from 'vitest'
import { Heard } from './heard'
import type { LaneState } from './lanes'
import { nextWaiting } from './next'

const seat = (last: number | undefined, due = 'nudge') => ({
  seatNo: 1,
  conversationId: 'cnv_1',
  due,
  dueAt: 'then',
  last,
})

test('what was there when the page opened is no news; what comes after is told once', () => {
  const heard = new Heard()
  expect(heard.take([seat(undefined)], undefined)).toEqual([])
  expect(heard.take([seat(4)], undefined)).toEqual([])
  expect(heard.take([seat(7)], undefined)).toEqual([{ kind: 'message', id: 'cnv_1:7', seatNo: 1, seq: 7 }])
  expect(heard.take([seat(7)], undefined)).toEqual([])
})

test('an offer is told when it comes, and the next one too', () => {
  const heard = new Heard()
  expect(heard.take([], 'ofr_1').map((news) => news.id)).toEqual(['ofr_1'])
  expect(heard.take([], 'ofr_1')).toEqual([])
  expect(heard.take([], undefined)).toEqual([])
  expect(heard.take([], 'ofr_2').map((news) => news.id)).toEqual(['ofr_2'])
})

test('a nudge is told when the time to reply is half over, and not for a customer who is silent', () => {
  const heard = new Heard()
  heard.take([seat(4, 'nudge')], undefined)
  expect(heard.take([seat(4, 'reoffer')], undefined)).toEqual([{ kind: 'nudge', id: 'cnv_1:then', seatNo: 1 }])
  expect(heard.take([seat(4, 'free')], undefined)).toEqual([])
  expect(heard.take([seat(4, 'reoffer')], undefined)).toEqual([])
})

test('the next waiting customer is the one whose time ends first, not the one in front of me', () => {
  const lane = (seatNo: number, due: 'nudge' | 'reoffer' | 'free', second: number): LaneState => ({
    kind: 'conversation',
    conversationId: `cnv_${seatNo}`,
    seat: { seatNo, open: true, due, dueAt: new Date(second * 1_000).toISOString() },
  })
  const lanes = [lane(1, 'nudge', 10), lane(2, 'reoffer', 40), lane(3, 'free', 1)]
  expect(nextWaiting(lanes, 1)).toBe(2)
  expect(nextWaiting(lanes, 2)).toBe(1)
  expect(nextWaiting([lane(1, 'nudge', 10)], 1)).toBe(1)
  expect(nextWaiting([lane(3, 'free', 1)], 1)).toBeUndefined()
})
