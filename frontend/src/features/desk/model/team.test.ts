import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../queries/types'
import { handsWords } from './hands'
import { lengthOf, summaryOf } from './team'
import { threadOf } from './thread'

const words = { asked: 'Asked', tried: 'Tried', open: 'Open' }

describe('a summary', () => {
  it('joins what was written, each after its word, and leaves out what was not', () => {
    expect(summaryOf({ asked: ' a pad ', tried: '', open: 'the warranty' }, words)).toBe(
      'Asked: a pad\nOpen: the warranty',
    )
    expect(summaryOf({ asked: '  ', tried: '', open: '' }, words)).toBe('')
  })

  it('is counted in characters, as the server does', () => {
    expect(lengthOf('zé🐦')).toBe(3)
  })
})

const entry = (seq: number, more: Partial<Entry>): Entry => ({
  seq,
  kind: 'message',
  at: `2026-11-21T10:00:0${seq}.000Z`,
  episode: 1,
  author: { role: 'expert', id: 'exp_1', name: 'Marit' },
  ...more,
})

describe('the thread of a conversation that changed hands', () => {
  const entries = [
    entry(1, { text: 'One.', messageId: 'msg_1' }),
    entry(2, { kind: 'hand_over', status: 'queued', data: { why: 'escalated' } }),
    entry(3, { kind: 'assignment', author: { role: 'manager', name: 'Hidde' }, data: { why: 'accepted' } }),
    entry(4, { text: 'Two.', messageId: 'msg_2', author: { role: 'manager', name: 'Hidde' } }),
    entry(5, { text: 'Three.', messageId: 'msg_3', author: { role: 'expert', id: 'exp_2', name: 'Youssef' } }),
  ]

  it('shows who gave it and who took it, and never joins what two people said', () => {
    const items = threadOf(entries, [], 0, () => 'today')
    expect(items.map((item) => item.kind)).toEqual(['day', 'bubble', 'event', 'event', 'bubble', 'bubble'])
    const bubbles = items.flatMap((item) => (item.kind === 'bubble' ? [item.bubble] : []))
    expect(bubbles.map(({ by, mine, joined }) => [by, mine, joined])).toEqual([
      ['Marit', true, false],
      ['Hidde', true, false],
      ['Youssef', true, false],
    ])
  })

  it('says it in words, with a name or without', () => {
    expect(entries.slice(1, 3).map(handsWords)).toEqual(['Marit handed it to the team', 'Hidde of the team took it'])
    expect(handsWords(entry(2, { kind: 'assignment', author: { role: 'admin' } }))).toBe('The team took it')
    expect(handsWords(entry(2, { kind: 'hand_over', author: { role: 'expert' } }))).toBe('A colleague handed it over')
  })
})
