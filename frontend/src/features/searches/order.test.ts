import { expect, test } from 'vitest'
import { inOrder, share } from './order'

const brush = { id: 'brush', shown: 10, opened: 5, solved: 4, asked: 1 }
const needle = { id: 'needle', shown: 40, opened: 20, solved: 4, asked: 16 }
const sleeve = { id: 'sleeve', shown: 0, opened: 0, solved: 0, asked: 0 }
const belt = { id: 'belt', shown: 20, opened: 2, solved: 2, asked: 0 }

test('a share of nothing is none', () => {
  expect(share(1, 3)).toBe(33)
  expect(share(0, 0)).toBeUndefined()
})

test('what was never shown comes last, whatever the order', () => {
  const ids = (order: 'shown' | 'unsolved' | 'asked') =>
    inOrder([sleeve, brush, needle, belt], order).map((one) => one.id)
  expect(ids('shown')).toEqual(['needle', 'belt', 'brush', 'sleeve'])
  expect(ids('unsolved')).toEqual(['needle', 'belt', 'brush', 'sleeve'])
  expect(ids('asked')).toEqual(['needle', 'brush', 'belt', 'sleeve'])
})
