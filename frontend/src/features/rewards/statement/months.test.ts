import { expect, it } from 'vitest'
import { monthOf, monthsFrom } from './months'

it('is the month of the zone', () => {
  const newYear = new Date('2026-12-31T23:30:00Z')
  expect(monthOf(newYear, 'UTC')).toBe('2026-12')
  expect(monthOf(newYear, 'Europe/Amsterdam')).toBe('2027-01')
})

it('goes back to the first, over the turn of the year', () => {
  expect(monthsFrom('2026-11', '2027-01')).toEqual(['2027-01', '2026-12', '2026-11'])
  expect(monthsFrom('2027-02', '2027-01')).toEqual(['2027-01'])
  expect(monthsFrom('0001-01', '2027-01')).toHaveLength(120)
})
