import { describe, expect, it } from 'vitest'
import { askedOf, blankQuestion, marked, productName, textOf, without } from './question'

const leds = { ...blankQuestion('Wad 2'), ask: ' How many leds? ', choices: ['One', '', 'Two', ' '], right: [2] }

describe('a question', () => {
  it('is stored without blank choices, and what is right stays right', () => {
    expect(textOf(leds)).toMatchObject({ ask: 'How many leds?', choices: ['One', 'Two'], right: [1], accept: [] })
  })

  it('is asked in one way only', () => {
    const text = textOf({ ...leds, way: 'text', accept: ['2', ''], refuse: ['3'] })
    expect(text).toMatchObject({ choices: [], right: [], accept: ['2'], refuse: ['3'] })
    expect(textOf({ ...leds, accept: ['2'] }).accept).toEqual([])
  })

  it('is read back in the way it is asked', () => {
    const stored = { ...textOf(leds), id: 'leds', language: 'en', archived: false, version: 1 }
    expect(askedOf(stored).way).toBe('choice')
    expect(askedOf({ ...stored, choices: undefined, right: undefined, accept: ['2'] })).toMatchObject({
      way: 'text',
      choices: [],
    })
  })

  it('keeps what is right when a choice goes away', () => {
    expect(without({ choices: ['a', 'b', 'c'], right: [0, 2] }, 1)).toEqual({ choices: ['a', 'c'], right: [0, 1] })
    expect(without({ choices: ['a', 'b', 'c'], right: [1] }, 1)).toEqual({ choices: ['a', 'c'], right: [] })
  })

  it('calls a product as the catalogue does', () => {
    expect(productName('wad 2', [{ name: 'Wad 2' }])).toBe('Wad 2')
    expect(productName('Gone', [])).toBe('Gone')
  })

  it('may have several right choices', () => {
    expect(marked([2], 0, true)).toEqual([0, 2])
    expect(marked([0, 2], 2, false)).toEqual([0])
  })
})
