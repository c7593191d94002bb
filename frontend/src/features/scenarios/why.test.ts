import { describe, expect, it } from 'vitest'
import type { TriedLine } from '../../client'
import { texts } from './i18n'
import { blank } from './model'
import { bandOf, metBy, whyOf } from './why'

const line = (by: TriedLine['by'], more: Partial<TriedLine>): TriedLine => ({
  by,
  text: '',
  second: 0,
  before: 6,
  after: 6,
  cues: [],
  changes: [],
  ...more,
})

const doc = blank({ id: 'soup', kind: 'rude_refund', language: 'en', title: 'Soup' }, 'Noorder')
const t = texts()

describe('why a line is said', () => {
  it('a step speaks in the words of the temper that the text left, before its own heat', () => {
    const lines = [
      line('customer', { why: 'opening' }),
      line('candidate', { before: 6, after: 3 }),
      line('customer', { why: 'beat', key: 'step-1', before: 6, after: 5 }),
    ]
    expect(metBy(lines, 2)).toBe(3)
    const why = whyOf(t, doc, lines, 2)
    expect(why).toContain('Provocation 1')
    expect(why).toContain(t('words_calm'))
    expect(why).toContain('5')
  })

  it('a branch names what was read', () => {
    const lines = [line('candidate', {}), line('customer', { why: 'beat', key: 'step-1', cue: 'insult' })]
    expect(whyOf(t, doc, lines, 1)).toContain(t('cue_insult'))
  })

  it('the end says what ended it', () => {
    const lines = [line('customer', { why: 'end', key: 'walked_off' })]
    expect(whyOf(t, doc, lines, 0, 'temper')).toBe(t('why_temper'))
    expect(whyOf(t, doc, lines, 0, 'content')).toBe(t('why_content'))
  })

  it('bands are those of the rules', () => {
    expect([0, 3, 4, 6, 7, 10].map(bandOf)).toEqual(['calm', 'calm', 'warm', 'warm', 'hot', 'hot'])
  })
})
