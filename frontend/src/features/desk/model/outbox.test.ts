import { expect, test } from 'vitest'
import { type Kept, Outbox, type Verdict, waitAfter } from './outbox'

function kept(clientId: string, conversationId = 'cnv_1'): Kept {
  return { clientId, conversationId, text: clientId, at: '2026-11-21T19:00:00.000Z' }
}

/** desk is a server that answers as told, and a clock that waits until it is told. */
function desk(...verdicts: Verdict[]) {
  const sent: string[] = []
  const waits: { milliseconds: number; then: () => void }[] = []
  const saved: (readonly Kept[])[] = []
  const stored: string[] = []
  const outbox = new Outbox({
    send: async ({ clientId }) => {
      sent.push(clientId)
      return verdicts.shift() ?? { stored: { seq: sent.length } }
    },
    keep: (all) => saved.push(all),
    stored: ({ clientId }) => stored.push(clientId),
    wait: (milliseconds, then) => {
      const wait = { milliseconds, then }
      waits.push(wait)
      return () => waits.splice(waits.indexOf(wait), 1)
    },
  })
  return { outbox, sent, waits, saved, stored }
}

async function settled() {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

test('a message is kept on this device before it is sent, and forgotten when it is stored', async () => {
  const { outbox, sent, saved, stored } = desk()
  outbox.add(kept('a'))
  expect(saved[0]?.map((each) => each.clientId)).toEqual(['a'])
  await settled()
  expect(sent).toEqual(['a'])
  expect(stored).toEqual(['a'])
  expect(outbox.all()).toEqual([])
})

test('a message that did not arrive is sent again under the same clientId', async () => {
  const { outbox, sent, waits } = desk({ again: true })
  outbox.add(kept('a'))
  await settled()
  expect(outbox.all()).toHaveLength(1)
  expect(waits).toHaveLength(1)
  waits[0]?.then()
  await settled()
  expect(sent).toEqual(['a', 'a'])
  expect(outbox.all()).toEqual([])
})

test('messages of one conversation keep their order while the first is on its way', async () => {
  const { outbox, sent, waits } = desk({ again: true })
  outbox.add(kept('a'))
  outbox.add(kept('b'))
  outbox.add(kept('c', 'cnv_2'))
  await settled()
  expect(sent).toEqual(['a', 'c'])
  waits[0]?.then()
  await settled()
  expect(sent).toEqual(['a', 'c', 'a', 'b'])
})

test('waking tries at once and does not wait twice', async () => {
  const { outbox, sent, waits } = desk({ again: true })
  outbox.add(kept('a'))
  await settled()
  outbox.wake()
  await settled()
  expect(sent).toEqual(['a', 'a'])
  expect(waits).toEqual([])
})

test('a refused message stays with its reason, and the next one is sent', async () => {
  const { outbox, sent } = desk({ refused: 'The conversation is closed.' })
  outbox.add(kept('a'))
  outbox.add(kept('b'))
  await settled()
  expect(outbox.all().map((each) => each.refused)).toEqual(['The conversation is closed.'])
  expect(sent).toEqual(['a', 'b'])
  outbox.drop(new Set(['a']))
  expect(outbox.all()).toEqual([])
})

test('waits double from one second to fifteen', () => {
  expect([0, 1, 2, 3, 4, 9].map(waitAfter)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
})
