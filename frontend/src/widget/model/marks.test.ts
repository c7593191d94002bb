import { describe, expect, it } from 'vitest'
import { excerpt, marked, telling } from './marks'

const hits = (text: string, typed: string) =>
  marked(text, typed)
    .filter((piece) => piece.hit)
    .map((piece) => piece.text)

describe('what is marked in an answer', () => {
  it('is what was typed, whatever its letters and accents', () => {
    expect(hits('Twee apparaten: één telefoon', 'EEN TELEFOON')).toEqual(['telefoon'])
    expect(hits('Café at night', 'cafe')).toEqual(['Café'])
  })

  it('is a word with another ending, or one that goes on', () => {
    expect(hits('Pairing the Wad 2', 'how do I pair')).toEqual(['Pairing'])
    expect(hits('It charges slowly', 'charging')).toEqual(['charges'])
    expect(hits('The record player hums', 'hum')).toEqual(['hums'])
  })

  it('is no other word that begins alike', () => {
    expect(hits('Plug it into phono', 'my phone')).toEqual([])
    expect(hits('The padlock', 'pa')).toEqual([])
  })

  it('is no word that says nothing', () => {
    expect(telling('What can I do with the Wad 2?')).toEqual(['wad', '2'])
    expect(hits('Do this with the box', 'what do I do with this')).toEqual([])
  })

  it('is one piece where words stand beside each other', () => {
    expect(hits('Fit new pads on the Kwelder', 'kwelder new pads')).toEqual(['new pads', 'Kwelder'])
    expect(hits('New, pads', 'new pads')).toEqual(['New', 'pads'])
  })

  it('leaves the text as it was', () => {
    for (const text of ['', 'Clean it', 'Pads, pads and pads.', '¿Qué? 36 %']) {
      const pieces = marked(text, 'pads 36 qué')
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    }
  })
})

describe('an excerpt', () => {
  const text = 'Thirty-six hours without noise cancelling, and about twenty-five with it, when it is not cold outside.'

  it('is the whole text where there is room', () => {
    expect(excerpt(text, 'cold', 200)).toBe(text)
  })

  it('begins at the start when the match is near it', () => {
    expect(excerpt(text, 'hours', 60)).toBe('Thirty-six hours without noise cancelling, and about …')
  })

  it('begins before the match when that is far', () => {
    const cut = excerpt(text, 'cold', 60)
    expect(cut).toMatch(/^… .*cold outside\.$/)
    expect(cut.length).toBeLessThanOrEqual(64)
  })

  it('begins at the start when nothing matches', () => {
    expect(excerpt(text, 'turntable', 60)).toMatch(/^Thirty-six .* …$/)
  })
})
