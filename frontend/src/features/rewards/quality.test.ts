import { describe, expect, it } from 'vitest'
import { dots, inFigures, localFormula, starRows } from './quality'

describe('quality', () => {
  it('has a row for every number of stars, five first', () => {
    expect(starRows({ stars: { 1: 0, 2: 1, 3: 0, 4: 0, 5: 24 } })).toEqual([
      { stars: 5, count: 24 },
      { stars: 4, count: 0 },
      { stars: 3, count: 0 },
      { stars: 2, count: 1 },
      { stars: 1, count: 0 },
    ])
  })

  it('draws one dot for each rating while they fit', () => {
    expect(dots(24, 24, 26)).toEqual({ drawn: 24, each: 1 })
  })

  it('lets a dot stand for more when they do not fit, and never hides a single rating', () => {
    expect(dots(48, 48, 26)).toEqual({ drawn: 24, each: 2 })
    expect(dots(1, 48, 26)).toEqual({ drawn: 1, each: 2 })
    expect(dots(0, 48, 26).drawn).toBe(0)
  })

  it('knows a formula in figures from one with names', () => {
    expect(inFigures('(20 × 4.45 + 156) / (20 + 34)')).toBe(true)
    expect(inFigures('(20 × programmeMean + Σ weight) / 20')).toBe(false)
  })

  it('writes the formula with the reader’s decimals', () => {
    expect(localFormula('(20 × 4.45 + 156) / (20 + 34)', ',')).toBe('(20 × 4,45 + 156) / (20 + 34)')
  })
})
