import { expect, test } from 'vitest'
import type { BoardRow } from '../../queries/types'
import { highestRise, ordered, pagesOf, place, risen, together, whole } from './wall'

function row(rank: number, score: number, expertId = `exp_${rank}`, moved = 0): BoardRow {
  return {
    rank,
    expertId,
    name: expertId,
    alias: 'Knot',
    bird: 1,
    named: false,
    score,
    settledScore: score - 5,
    me: false,
    moved,
  }
}

test('shared places keep an order that an update does not change', () => {
  const rows = [row(2, 50, 'b'), row(1, 60, 'z'), row(2, 50, 'a')]
  expect(ordered(rows).map((each) => each.expertId)).toEqual(['z', 'a', 'b'])
  expect(ordered([...rows].reverse()).map((each) => each.expertId)).toEqual(['z', 'a', 'b'])
})

test('a page has at most nine rows, and the last one is full', () => {
  const rows = Array.from({ length: 11 }, (_, index) => row(index + 1, 100 - index))
  expect(pagesOf(rows).map((page) => page.map((each) => each.rank))).toEqual([
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [3, 4, 5, 6, 7, 8, 9, 10, 11],
  ])
  expect(pagesOf(rows.slice(0, 4))).toHaveLength(1)
  expect(pagesOf([])).toEqual([])
})

test('the first bar ends a little before the edge, and an empty board divides by one', () => {
  expect(412 / whole([row(1, 412)])).toBeCloseTo(0.965)
  expect(whole([])).toBeGreaterThan(0)
})

test('together is what all earned, and what of it is confirmed', () => {
  expect(together([row(1, 60), row(2, 40)])).toEqual({ all: 100, settled: 90 })
})

test('only rises are news', () => {
  expect(highestRise([row(1, 9, 'a', -3), row(2, 8, 'b', 0)])).toBeUndefined()
  expect(highestRise([row(1, 9, 'a', 1), row(2, 8, 'b', 4)])?.expertId).toBe('b')
  expect(
    risen(
      new Map([
        ['a', 2],
        ['b', 1],
      ]),
      [row(1, 9, 'a'), row(2, 8, 'b'), row(3, 7, 'new')],
    ),
  ).toEqual(['a'])
})

test('a moment has its place between two others', () => {
  expect(place('2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z', '2026-11-02T00:00:00Z')).toBe(0.5)
  expect(place('2026-11-01T00:00:00Z', '2026-11-03T00:00:00Z', '2026-12-02T00:00:00Z')).toBe(1)
  expect(place('2026-11-03T00:00:00Z', '2026-11-03T00:00:00Z', 0)).toBe(0)
})
