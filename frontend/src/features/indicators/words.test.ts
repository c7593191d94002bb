import { expect, test } from 'vitest'
import { pieces } from './words'

test('a time is said in the two units that say enough', () => {
  expect(pieces(0)).toEqual([[0, 'second']])
  expect(pieces(59.4)).toEqual([[59, 'second']])
  expect(pieces(59.6)).toEqual([[1, 'minute']])
  expect(pieces(200)).toEqual([
    [3, 'minute'],
    [20, 'second'],
  ])
  expect(pieces(7_260)).toEqual([
    [2, 'hour'],
    [1, 'minute'],
  ])
  expect(pieces(86_400 + 59)).toEqual([[1, 'day']])
})
