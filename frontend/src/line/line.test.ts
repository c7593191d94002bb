import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Line, type LineState } from './line'
import type { Ears, Rung, RungName } from './rung'

/** A rung that does as it is told, and counts how often it was tried. */
class Told implements Rung {
  patience = 1_000
  tries = 0
  closed = 0
  ears: Ears | undefined

  constructor(
    readonly name: RungName,
    public does: 'stands' | 'fails' | 'hangs' = 'fails',
  ) {}

  open = (_: unknown, ears: Ears) => {
    this.tries++
    this.ears = ears
    let over = false
    queueMicrotask(() => {
      if (over) return
      if (this.does === 'stands') ears.up()
      if (this.does === 'fails') ears.down()
    })
    return () => {
      over = true
      this.closed++
    }
  }
}

const door = { token: async () => 'a token', renew: async () => null }
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

function lineOf(...rungs: Told[]) {
  const heard: unknown[] = []
  const states: LineState[] = []
  let backs = 0
  const ears = {
    push: (data: unknown) => heard.push(data),
    back: () => backs++,
    state: (s: LineState) => states.push(s),
  }
  const line = new Line(rungs, door, ears, () => 1)
  line.open()
  return { line, heard, states, by: () => states.at(-1), backs: () => backs }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a rung that fails twice makes room for the next, down to the poll', async () => {
  const [socket, stream, poll] = [new Told('socket'), new Told('stream'), new Told('poll', 'stands')]
  const { by, backs } = lineOf(socket, stream, poll)
  await pass(20_000)
  expect([socket.tries, stream.tries]).toEqual([2 + 1, 2]) // and one climb
  expect(by()).toEqual({ up: true, by: 'poll' })
  expect(backs()).toBe(1)
})

test('a rung that is silent has failed when its patience ends', async () => {
  const [socket, stream] = [new Told('socket', 'hangs'), new Told('stream', 'stands')]
  const { by } = lineOf(socket, stream)
  await pass(4_000)
  expect(socket.tries).toBe(2)
  expect(socket.closed).toBe(2)
  expect(by()).toEqual({ up: true, by: 'stream' })
})

test('the better rung is tried again, and the other one ends only when it stands', async () => {
  const [socket, stream] = [new Told('socket'), new Told('stream', 'stands')]
  const { by, backs } = lineOf(socket, stream)
  await pass(2_000)
  expect(by()).toEqual({ up: true, by: 'stream' })
  await pass(10_000)
  expect(stream.closed).toBe(0)
  socket.does = 'stands'
  await pass(25_000)
  expect(by()).toEqual({ up: true, by: 'socket' })
  expect(stream.closed).toBe(1)
  expect(backs()).toBe(2)
})

test('a line that was lost comes back by itself and says that something was missed', async () => {
  const socket = new Told('socket', 'stands')
  const { states, backs, heard } = lineOf(socket)
  await pass(0)
  socket.ears?.push('one')
  socket.ears?.down()
  expect(states.at(-1)).toEqual({ up: false })
  await pass(400)
  expect(states.at(-1)).toEqual({ up: true, by: 'socket' })
  expect(backs()).toBe(2)
  expect(heard).toEqual(['one'])
})

test('the network comes back: nobody waits for a timer, and the best rung is first', async () => {
  const [socket, stream] = [new Told('socket'), new Told('stream')]
  const { line, by } = lineOf(socket, stream)
  await pass(30_000)
  socket.does = 'stands'
  line.wake('online')
  await pass(0)
  expect(by()).toEqual({ up: true, by: 'socket' })
})

test('a screen that is seen again catches up at once, whatever the line believes', async () => {
  const socket = new Told('socket', 'stands')
  const { line, backs } = lineOf(socket)
  await pass(0)
  line.wake('seen')
  expect(backs()).toBe(2)
  line.wake('slept')
  await pass(0)
  expect([socket.tries, socket.closed, backs()]).toEqual([2, 1, 3])
})

test('a closed line is silent and tries no more', async () => {
  const socket = new Told('socket')
  const { line } = lineOf(socket)
  await pass(0)
  line.close()
  const before = socket.tries
  line.wake('online')
  await pass(60_000)
  expect(socket.tries).toBe(before)
})
