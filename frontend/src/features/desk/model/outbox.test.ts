import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Sent } from '../../../keep/outbox'
import { openStore, ownStore, type Store } from '../../../keep/store'
import { Outbox } from './outbox'

/** desk is a server that answers as told, then stores. */
function desk(store: Store, ...answers: Sent[]) {
  const sent: string[] = []
  const stored: string[] = []
  const outbox = new Outbox({
    store,
    send: async ({ clientId }) => {
      sent.push(clientId)
      return answers.shift() ?? { state: 'stored' }
    },
    stored: (conversationId) => stored.push(conversationId),
  })
  return { outbox, sent, stored, texts: () => outbox.all().map((each) => each.text) }
}

const message = (clientId: string, conversationId = 'cnv_1') => ({ clientId, conversationId, text: clientId })
const later: Sent = { state: 'later' }
let device: Store

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  device = openStore(() => localStorage)
})
afterEach(() => vi.useRealTimers())

test('a message is kept on this device before it is sent, and forgotten when it is stored', async () => {
  const { outbox, sent, stored, texts } = desk(device)
  outbox.add(message('a'))
  expect(texts()).toEqual(['a'])
  expect(device.keys('outbox.')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(0)
  expect([sent, stored, texts()]).toEqual([['a'], ['cnv_1'], []])
  expect(device.keys('outbox.')).toEqual([])
})

test('a message that did not arrive is sent again under the same clientId, before those after it', async () => {
  const { outbox, sent, texts } = desk(device, later)
  outbox.add(message('a'))
  outbox.add(message('b'))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(['a'])
  await vi.advanceTimersByTimeAsync(2_000)
  expect([sent, texts()]).toEqual([['a', 'a', 'b'], []])
})

test('one conversation that waits does not hold another', async () => {
  const { outbox, sent } = desk(device, later)
  outbox.add(message('a', 'cnv_1'))
  outbox.add(message('b', 'cnv_2'))
  await vi.advanceTimersByTimeAsync(0)
  expect(sent).toEqual(['a', 'b'])
})

test('days later, in a browser that crashed, everything goes out in its order', async () => {
  const before = desk(device, later)
  before.outbox.add(message('a'))
  before.outbox.add(message('b'))
  await vi.advanceTimersByTimeAsync(0)
  before.outbox.close()
  vi.setSystemTime(Date.now() + 3 * 86_400_000)
  const after = desk(device)
  expect(after.texts()).toEqual(['a', 'b'])
  after.outbox.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect([after.sent, after.texts()]).toEqual([['a', 'b'], []])
})

test('two tabs lose nothing of each other', async () => {
  const [one, two] = [desk(device, later), desk(device, later)]
  one.outbox.add(message('a'))
  two.outbox.add(message('b'))
  await vi.advanceTimersByTimeAsync(0)
  one.outbox.reread()
  expect(one.texts().sort()).toEqual(['a', 'b'])
})

test('a message is its own person’s: nobody who signs in later sees or sends it', async () => {
  const marit = desk(ownStore(device, 'exp_marit'), later)
  marit.outbox.add(message('a'))
  await vi.advanceTimersByTimeAsync(0)
  marit.outbox.close()
  const joost = desk(ownStore(device, 'exp_joost'))
  joost.outbox.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect([joost.texts(), joost.sent]).toEqual([[], []])
  expect(desk(ownStore(device, 'exp_marit')).texts()).toEqual(['a'])
})

test('a refused message stays with the reason, lets the next ones pass and can be taken back', async () => {
  const { outbox, sent, texts } = desk(device, { state: 'refused', why: 'Too long.' })
  outbox.add(message('a'))
  outbox.add(message('b'))
  await vi.advanceTimersByTimeAsync(0)
  expect([sent, texts(), outbox.all()[0]?.refused]).toEqual([['a', 'b'], ['a'], 'Too long.'])
  outbox.drop(new Set(['a']))
  expect(texts()).toEqual([])
})
