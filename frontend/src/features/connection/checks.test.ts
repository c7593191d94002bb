import { afterEach, expect, test, vi } from 'vitest'
import {
  type CheckName,
  checkClock,
  checkPoll,
  checkStorage,
  checks,
  type Finding,
  type Grade,
  verdictOf,
} from './checks'

const all = (grades: Partial<Record<CheckName, Grade>>): Finding[] =>
  checks.map(([check]) => ({ check, grade: grades[check] ?? 'good', word: 'title' }))

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('one way that works is enough, and a detour is called one', () => {
  expect(verdictOf([])).toBe('running')
  expect(verdictOf(all({}))).toBe('good')
  expect(verdictOf(all({ clock: 'fair', notices: 'fair', sound: 'fair' }))).toBe('good')
  expect(verdictOf(all({ socket: 'fair' }))).toBe('roundabout')
  expect(verdictOf(all({ socket: 'fair', stream: 'fair' }))).toBe('roundabout')
  expect(verdictOf(all({ socket: 'fair', stream: 'fair', poll: 'bad' }))).toBe('bad')
  expect(verdictOf(all({ server: 'bad' }))).toBe('bad')
  expect(verdictOf(all({ storage: 'bad' }))).toBe('bad')
})

test('a wrong clock is told with how much and which way', async () => {
  const at = (seconds: number) =>
    new Response('{}', { headers: { Date: new Date(Date.now() + seconds * 1_000).toUTCString() } })
  vi.stubGlobal('fetch', async () => at(0))
  expect((await checkClock()).word).toBe('clockGood')
  vi.stubGlobal('fetch', async () => at(-3_600))
  expect(await checkClock()).toMatchObject({ grade: 'fair', word: 'clockFast' })
  vi.stubGlobal('fetch', async () => at(3_600))
  expect(await checkClock()).toMatchObject({ word: 'clockSlow' })
})

test('no check throws: what is blocked is a finding', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('blocked')
  })
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('forbidden')
  })
  expect([(await checkPoll()).word, (await checkClock()).word, (await checkStorage()).word]).toEqual([
    'pollNone',
    'clockUnknown',
    'storageNone',
  ])
})
