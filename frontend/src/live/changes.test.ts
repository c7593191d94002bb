import { expect, test } from 'vitest'
import { withChanges } from './changes'

const at = (seq: number) => `2026-11-21T19:00:0${seq}.000Z`
const said = (seq: number, text?: string) => ({ seq, kind: 'message', at: at(seq), text, data: {} })
const change = (seq: number, kind: 'edit' | 'deletion', of: number, text?: string) => ({
  seq,
  kind,
  at: at(seq),
  text,
  data: { seq: of },
})

test('a message reads as its newest edit', () => {
  const [first, second] = withChanges([
    said(1, 'wet'),
    said(2, 'dry'),
    change(3, 'edit', 1, 'damp'),
    change(4, 'edit', 1, 'moist'),
  ])
  expect(first).toMatchObject({ text: 'moist', editedAt: at(4) })
  expect(second).toMatchObject({ text: 'dry' })
  expect(second).not.toHaveProperty('editedAt')
})

test('a deleted message keeps its place and nothing it said', () => {
  const [first] = withChanges([said(1, 'wet'), change(2, 'edit', 1, 'damp'), change(3, 'deletion', 1)])
  expect(first).toMatchObject({ seq: 1, deletedAt: at(3) })
  expect(JSON.stringify(first)).not.toMatch(/wet|damp/)
})

test('an edit whose text is gone is a deletion on its way', () => {
  expect(withChanges([said(1, 'wet'), change(2, 'edit', 1)])[0]).toMatchObject({ text: undefined, deletedAt: at(2) })
})

test('without changes nothing is copied', () => {
  const entries = [said(1, 'wet')]
  expect(withChanges(entries)).toBe(entries)
})
