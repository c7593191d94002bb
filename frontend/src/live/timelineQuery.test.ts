import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import { client as api } from '../client/client.gen'
import type { Entry } from '../queries/types'
import { lastSeq } from './timeline'
import { addEntry, timelineQuery } from './timelineQuery'

const stored: Entry[] = []
const asked: number[] = []

function entry(seq: number): Entry {
  return {
    seq,
    kind: 'message',
    at: '2026-11-21T19:00:00.000Z',
    episode: 1,
    author: { role: 'customer' },
    text: `${seq}`,
  }
}

beforeEach(() => {
  stored.length = 0
  asked.length = 0
  api.setConfig({
    baseUrl: 'http://localhost/api/v1',
    fetch: async (input) => {
      const after = Number(new URL((input as Request).url).searchParams.get('after'))
      asked.push(after)
      return Response.json({ entries: stored.filter((each) => each.seq > after), lastSeq: stored.length })
    },
  })
})

test('a refetch asks only for what comes after the last known entry', async () => {
  const client = new QueryClient()
  stored.push(entry(1), entry(2))
  await client.fetchQuery(timelineQuery('cnv_1'))
  stored.push(entry(3))
  const timeline = await client.fetchQuery({ ...timelineQuery('cnv_1'), staleTime: 0 })
  expect(asked).toEqual([0, 2])
  expect(lastSeq(timeline)).toBe(3)
})

test('a pushed entry is shown without asking', async () => {
  const client = new QueryClient()
  stored.push(entry(1))
  await client.fetchQuery(timelineQuery('cnv_1'))
  addEntry(client, 'cnv_1', entry(2))
  expect(lastSeq(client.getQueryData(timelineQuery('cnv_1').queryKey) ?? { entries: [], early: [] })).toBe(2)
  expect(asked).toEqual([0])
})

test('a push that skips one makes the timeline repair itself', async () => {
  const client = new QueryClient()
  stored.push(entry(1))
  const query = timelineQuery('cnv_1')
  await client.fetchQuery(query)
  const cached = client.getQueryCache().find({ queryKey: query.queryKey })
  stored.push(entry(2), entry(3))
  addEntry(client, 'cnv_1', entry(3))
  expect(cached?.isStale()).toBe(true)
  const healed = await client.fetchQuery({ ...query, staleTime: 0 })
  expect(healed.entries.map((each) => each.seq)).toEqual([1, 2, 3])
  expect(asked.at(-1)).toBe(1)
})
