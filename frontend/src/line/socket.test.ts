import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { socketRung } from './socket'

/** A socket whose other end is the test. */
class Wire {
  static readonly OPEN = 1
  static last: Wire
  readyState = Wire.OPEN
  readonly said: unknown[] = []
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number }) => void

  constructor(readonly url: string) {
    Wire.last = this
  }

  send(frame: string) {
    this.said.push(JSON.parse(frame))
  }

  close() {
    this.readyState = 3
  }

  hears(...frames: object[]) {
    this.onmessage?.({ data: frames.map((frame) => JSON.stringify(frame)).join('\n') })
  }
}

let token = 'first'
let renewals = 0

async function opened() {
  const heard: unknown[] = []
  const ears = { up: () => heard.push('up'), push: (data: unknown) => heard.push(data), down: () => heard.push('down') }
  const door = {
    token: async () => token,
    renew: async () => {
      renewals++
      return null
    },
  }
  const close = socketRung('/api/v1', location).open(door, ears)
  await vi.advanceTimersByTimeAsync(0)
  Wire.last.onopen?.()
  return { heard, close, wire: Wire.last }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', Wire)
  token = 'first'
  renewals = 0
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('the token goes in the first frame, never into the address', async () => {
  const { wire, heard } = await opened()
  expect(wire.url).not.toContain('first')
  expect(wire.said).toEqual([{ id: 1, connect: { token: 'first' } }])
  wire.hears({ id: 1, connect: { ping: 15, ttl: 600 } }, { push: { channel: 'a', pub: { data: { type: 'seats' } } } })
  expect(heard).toEqual(['up', { type: 'seats' }])
})

test('a heartbeat is answered, and a line without one is dead', async () => {
  const { wire, heard } = await opened()
  wire.hears({ id: 1, connect: { ping: 15 } })
  await vi.advanceTimersByTimeAsync(15_000)
  wire.hears({})
  expect(wire.said.at(-1)).toEqual({})
  await vi.advanceTimersByTimeAsync(19_000)
  expect(heard).toEqual(['up'])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(heard).toEqual(['up', 'down'])
})

test('the token is renewed before it ends', async () => {
  const { wire, heard } = await opened()
  wire.hears({ id: 1, connect: { ping: 15, ttl: 600 } })
  token = 'second'
  for (let beat = 0; beat < 40; beat++) {
    await vi.advanceTimersByTimeAsync(15_000)
    wire.hears({})
  }
  expect(wire.said).toContainEqual({ id: 2, refresh: { token: 'second' } })
  expect(heard).toEqual(['up'])
})

test('a refused token is renewed before the next try, and an end is told once', async () => {
  const { wire, heard } = await opened()
  wire.hears({ id: 1, error: { code: 109 } })
  await vi.advanceTimersByTimeAsync(0)
  wire.onclose?.({ code: 3_500 })
  await vi.advanceTimersByTimeAsync(0)
  expect([heard, renewals]).toEqual([['down'], 2])
})

test('a closed line tells nothing more', async () => {
  const { wire, heard, close } = await opened()
  close()
  wire.hears({ push: { pub: { data: 'late' } } })
  wire.onclose?.({ code: 1_000 })
  await vi.advanceTimersByTimeAsync(60_000)
  expect(heard).toEqual([])
})

test('what is no frame ends the line and is never thrown', async () => {
  for (const rubbish of [
    'null',
    '[]',
    '7',
    '"push"',
    '{',
    '{}}',
    '<html>Sign in to the network</html>',
    '\u0000',
    '{"push":',
    'NaN',
    '1e400',
    '[[[[',
    'undefined',
    '\ud800',
  ]) {
    const { wire, heard } = await opened()
    wire.onmessage?.({ data: rubbish })
    expect(heard, rubbish).toEqual(['down'])
  }
})

test('what is nearly a frame is heard as nothing', async () => {
  for (const odd of [
    '{"push":null}',
    '{"push":{}}',
    '{"push":{"pub":null}}',
    '{"refresh":{"ttl":-1}}',
    '{"connect":{"ttl":1e400}}',
    '{"id":9}',
    '{"error":null}',
    '{"refresh":{"ttl":"x"}}',
  ]) {
    const { wire, heard, close } = await opened()
    expect(() => wire.onmessage?.({ data: odd }), odd).not.toThrow()
    expect(
      heard.filter((push) => push !== 'up'),
      odd,
    ).toEqual([])
    close()
  }
})
