import { describe, expect, it } from 'vitest'
import { money } from '../../i18n/money'
import { centsOf, monthsFrom } from './money'

describe('centsOf', () => {
  it.each([
    ['12.50', 1250],
    ['12,5', 1250],
    ['12', 1200],
    ['0.05', 5],
    ['-3.20', -320],
    ['−3,20', -320],
    ['+1', 100],
  ])('reads %s', (text, cents) => expect(centsOf(text)).toBe(cents))
  it.each(['', 'twelve', '1.234', '12.', '1,2,3', '1e3', '12 50'])('refuses %s', (text) =>
    expect(centsOf(text)).toBeUndefined(),
  )
})

describe('money', () => {
  it('keeps every cent, and a true minus', () => {
    expect(money(1205, 'EUR')).toBe('€12.05')
    expect(money(-5, 'EUR')).toBe('−€0.05')
  })
})

describe('monthsFrom', () => {
  it('goes over the end of a year', () => expect(monthsFrom('2026-11', 3)).toEqual(['2026-11', '2026-12', '2027-01']))
})
