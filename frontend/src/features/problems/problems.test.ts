import { describe, expect, test } from 'vitest'
import { stepsOf } from './Decisions'
import { cents } from './Setup'

describe('what can be done about a problem', () => {
  test('a candidate is taken up or dismissed, a closed one opened again, all others changed or given up', () => {
    expect(stepsOf({ state: 'candidate' })).toEqual(['take', 'dismiss'])
    expect(stepsOf({ state: 'closed' })).toEqual(['reopen'])
    for (const state of ['open', 'changing', 'measuring'] as const) {
      expect(stepsOf({ state })).toEqual(['plan', 'giveUp'])
    }
  })
})

test('an amount of euro has a point or a comma, and what is none is refused', () => {
  expect(cents('2.50')).toBe(250)
  expect(cents('2,5')).toBe(250)
  expect(cents('30')).toBe(3000)
  expect(cents('much')).toBe(-1)
})
