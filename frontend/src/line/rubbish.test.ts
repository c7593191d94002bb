// What comes over a line is read by our own code: whatever it is, reading it neither throws nor makes anything up.
import { expect, test } from 'vitest'
import { isPush } from '../live/push'
import { emptyTimeline, lastSeq, merge } from '../live/timeline'
import { qr } from '../widget/model/qr'
import { messages } from './stream'

/** The same numbers on every run, between 0 and most. */
function dice(seed: number): (most: number) => number {
  let state = seed
  return (most) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * (most + 1))
  }
}

const bits = [
  'data:',
  'event:',
  'up',
  '\n',
  '\n\n',
  '\r\n',
  ':',
  ' ',
  '{"type":"seats"}',
  '\u0000',
  '\ud800',
  'é',
  'id: 1',
  'data',
  '{}',
  '[]',
  'retry: 0',
]

test('a stream of anything says the same wherever it was cut', () => {
  const roll = dice(1)
  for (let round = 0; round < 500; round++) {
    const whole = Array.from({ length: roll(30) }, () => bits[roll(bits.length - 1)] ?? '').join('')
    const atOnce = messages()(`${whole}\n\n`)
    const read = messages()
    const inPieces = []
    for (let from = 0; from < whole.length; ) {
      const to = from + 1 + roll(4)
      inPieces.push(...read(whole.slice(from, to)))
      from = to
    }
    inPieces.push(...read('\n\n'))
    expect(inPieces, JSON.stringify(whole)).toEqual(atOnce)
  }
})

test('entries in any order, any number of times, are a timeline without a gap', () => {
  const roll = dice(2)
  const entry = (seq: number) =>
    ({ seq, kind: 'message', at: '2026-11-22T00:00:00.000Z', author: { role: 'customer' } }) as Parameters<
      typeof merge
    >[1][number]
  for (let round = 0; round < 300; round++) {
    let timeline = emptyTimeline
    const told = new Set<number>()
    for (let push = 0; push < 20; push++) {
      const come = Array.from({ length: roll(4) }, () => entry(1 + roll(12)))
      for (const { seq } of come) told.add(seq)
      timeline = merge(timeline, come)
      expect(timeline.entries.map(({ seq }) => seq)).toEqual(Array.from({ length: lastSeq(timeline) }, (_, i) => i + 1))
      expect(new Set([...timeline.entries, ...timeline.early].map(({ seq }) => seq))).toEqual(told)
    }
  }
})

test('what is no push is none', () => {
  for (const odd of [
    null,
    undefined,
    7,
    'seats',
    [],
    [{ type: 'seats' }],
    {},
    { type: 7 },
    { type: null },
    Object.create(null),
  ])
    expect(isPush(odd)).toBe(false)
  expect(isPush({ type: 'of tomorrow' })).toBe(true)
})

test('any text up to 213 bytes is a square code, and a longer one is none', () => {
  const roll = dice(3)
  for (let round = 0; round < 60; round++) {
    const text = Array.from({ length: roll(260) }, () => String.fromCharCode(roll(0xffff)))
      .join('')
      .slice(0, 1 + roll(240))
    const rows = qr(text)
    const size = new TextEncoder().encode(text).length
    expect(rows === undefined, `${size} bytes`).toBe(size > 213)
    if (rows) expect(rows.every((row) => row.length === rows.length && (row.length - 17) % 4 === 0)).toBe(true)
  }
})
