import { describe, expect, it } from 'vitest'
import type { Kept } from '../../keep/outbox'
import { rowsOf } from './rows'
import type { Talk } from './talk'
import type { Entry } from './types'

const minute = (n: number): string => new Date(Date.UTC(2026, 10, 21, 19, n)).toISOString()
const says = (seq: number, role: 'customer' | 'expert', at: number, more: Partial<Entry> = {}): Entry => ({
  seq,
  kind: 'message',
  at: minute(at),
  episode: 1,
  author: { role },
  clientId: `c${seq}`,
  text: `text ${seq}`,
  ...more,
})
const told = (seq: number, kind: string, at: number, more: Partial<Entry>): Entry => ({
  seq,
  kind,
  at: minute(at),
  episode: 1,
  author: { role: 'system' },
  ...more,
})

function shown(entries: Entry[], more: { stored?: Kept[]; waiting?: Kept[]; read?: number } = {}) {
  return rowsOf({
    seen: { entries, cursor: entries.length },
    stored: more.stored ?? [],
    durable: true,
    outbox: { waiting: () => more.waiting ?? [] },
    conversation: { readSeq: { customer: 0, expert: more.read ?? 0 } },
  } as unknown as Talk)
}

describe('the rows of the chat', () => {
  it('groups one speaker within two minutes and gives the time once', () => {
    const rows = shown([says(1, 'customer', 0), says(2, 'customer', 1), says(3, 'expert', 1), says(4, 'expert', 5)])
    expect(rows.map((row) => row.type === 'message' && row.last)).toEqual([false, true, true, true])
  })

  it('tells stored from read by the mark of the expert', () => {
    const rows = shown([says(1, 'customer', 0), says(2, 'expert', 3), says(3, 'customer', 6)], { read: 1 })
    expect(rows.map((row) => row.type === 'message' && row.state)).toEqual(['read', 'heard', 'stored'])
  })

  it('shows what was just stored before what still waits, each once', () => {
    const kept = (clientId: string): Kept => ({ clientId, text: clientId, at: Date.parse(minute(9)) })
    const rows = shown([says(1, 'customer', 0)], { stored: [kept('s')], waiting: [kept('w')] })
    expect(rows.map((row) => row.key)).toEqual(['c1', 's', 'w'])
    expect(rows.map((row) => row.type === 'message' && row.state)).toEqual(['stored', 'stored', 'kept'])
  })

  it('says who came, who left and how it ended, and keeps the desk to itself', () => {
    const rows = shown([
      says(1, 'customer', 0, { status: 'queued' }),
      told(2, 'status', 0, { status: 'queued', data: { why: 'opened' } }),
      told(3, 'status', 1, { status: 'offered' }),
      told(4, 'status', 1, { status: 'queued', data: { why: 'next_expert' } }),
      told(5, 'assignment', 2, { status: 'assigned', data: { why: 'accepted', expertId: 'exp_1' } }),
      told(6, 'status', 6, { status: 'queued', data: { why: 'expert_silent' } }),
      told(7, 'assignment', 7, { status: 'assigned', data: { why: 'accepted', expertId: 'exp_2' } }),
      told(8, 'assignment', 30, { status: 'waiting', data: { why: 'customer_silent' } }),
      told(9, 'status', 40, { status: 'closed', author: { role: 'expert' } }),
    ])
    expect(rows.flatMap((row) => (row.type === 'line' ? row.kind : []))).toEqual([
      'joined',
      'left',
      'joined',
      'resting',
      'closed',
    ])
  })

  it('tells opening the same episode again from a new one', () => {
    const closed = told(2, 'status', 5, { status: 'closed', author: { role: 'expert' } })
    const again = shown([says(1, 'customer', 0), closed, says(3, 'customer', 9, { status: 'queued' })])
    const fresh = shown([says(1, 'customer', 0), closed, says(3, 'customer', 9, { status: 'queued', episode: 2 })])
    expect(again.at(-2)).toMatchObject({ type: 'line', kind: 'reopened' })
    expect(fresh.at(-2)).toMatchObject({ type: 'line', kind: 'newEpisode' })
  })

  it('shows a changed message as it stands, and of a deleted one its place alone', () => {
    const rows = shown([
      says(1, 'customer', 0, { messageId: 'msg_1' }),
      says(2, 'expert', 1, { messageId: 'msg_2' }),
      told(3, 'edit', 2, { text: 'text one', data: { seq: 1 } }),
      told(4, 'deletion', 3, { data: { seq: 2 } }),
    ])
    expect(rows).toHaveLength(2)
    expect(rows[0]).toMatchObject({ text: 'text one', edited: true, deleted: false, messageId: 'msg_1' })
    expect(rows[1]).toMatchObject({ text: '', deleted: true })
  })
})
