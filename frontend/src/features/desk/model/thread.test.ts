import { expect, test } from 'vitest'
import type { Entry } from '../../../queries/types'
import { type ThreadItem, threadOf } from './thread'

const start = Date.parse('2026-11-21T19:00:00.000Z')
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
const oneDay = () => 'today'

function message(seq: number, role: 'customer' | 'expert', minutes: number, clientId?: string): Entry {
  return { seq, kind: 'message', at: at(minutes), episode: 1, author: { role }, text: `${seq}`, clientId }
}

const bubbles = (items: readonly ThreadItem[]) => items.flatMap((item) => (item.kind === 'bubble' ? [item.bubble] : []))

test('a message is stored, and read once the customer read up to it', () => {
  const entries = [message(1, 'expert', 0), message(2, 'expert', 5)]
  expect(bubbles(threadOf(entries, [], 1, oneDay)).map((each) => each.delivery)).toEqual(['read', 'stored'])
})

test('a message of this device stands last until the timeline brings it, and never twice', () => {
  const kept = [{ clientId: 'x', conversationId: 'cnv_1', text: 'hello', at: at(3) }]
  const before = bubbles(threadOf([message(1, 'customer', 0)], kept, 0, oneDay))
  expect(before.map((each) => [each.text, each.delivery])).toEqual([
    ['1', undefined],
    ['hello', 'kept'],
  ])
  const after = bubbles(threadOf([message(1, 'customer', 0), message(2, 'expert', 3, 'x')], kept, 0, oneDay))
  expect(after).toHaveLength(2)
  expect(after[1]?.key).toBe(before[1]?.key)
})

test('one speaker within two minutes is one group, with the time under its last bubble', () => {
  const entries = [
    message(1, 'customer', 0),
    message(2, 'customer', 1),
    message(3, 'customer', 9),
    message(4, 'expert', 9),
  ]
  const shown = bubbles(threadOf(entries, [], 0, oneDay))
  expect(shown.map((each) => each.joined)).toEqual([false, true, false, false])
  expect(shown.map((each) => each.last)).toEqual([false, true, true, true])
})

test('a close is told between the messages, read marks are not', () => {
  const closed: Entry = { ...message(2, 'expert', 2), kind: 'status', status: 'closed', data: { outcome: 'solved' } }
  const read: Entry = { ...message(3, 'customer', 3), kind: 'read', data: { seq: 1 } }
  const kinds = threadOf([message(1, 'customer', 0), closed, read], [], 0, oneDay).map((item) => item.kind)
  expect(kinds).toEqual(['day', 'bubble', 'event'])
})

test('a new day has its line', () => {
  const items = threadOf([message(1, 'customer', 0), message(2, 'customer', 1_600)], [], 0, (when) => when.slice(0, 10))
  expect(items.filter((item) => item.kind === 'day')).toHaveLength(2)
})
