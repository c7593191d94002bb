import { describe, expect, it } from 'vitest'
import { type FollowUp, inSight, promiseRow, ticksLeft } from './promise'
import type { Entry } from './types'

const now = Date.parse('2026-11-05T12:00:00Z')

const promise = (part: Partial<FollowUp>): FollowUp => ({
  id: 'fup_1',
  promise: 'whether it fits',
  createdAt: '2026-11-04T12:00:00Z',
  dueAt: '2026-11-06T12:00:00Z',
  state: 'open',
  ...part,
})

const entry = (data: Entry['data'], kind = 'follow_up'): Entry => ({
  seq: 7,
  kind,
  at: '2026-11-04T12:00:00Z',
  episode: 1,
  author: { role: 'expert' },
  text: 'whether it fits',
  data,
})

describe('promises in the widget', () => {
  it('shows an entry of each kind and nothing of what it does not know', () => {
    expect(promiseRow(entry({ why: 'promised', followUpId: 'fup_1', dueAt: '2026-11-06T12:00:00Z' }))).toMatchObject({
      type: 'promise',
      kind: 'promised',
      key: 'p7',
      dueAt: '2026-11-06T12:00:00Z',
    })
    expect(promiseRow(entry({ why: 'done', followUpId: 'fup_1', found: 'answered' }))?.found).toBe('answered')
    expect(promiseRow(entry({ why: 'sold', followUpId: 'fup_1' }))).toBeUndefined()
    expect(promiseRow(entry({ why: 'promised' }))).toBeUndefined()
    expect(promiseRow(entry({ why: 'promised', followUpId: 'fup_1' }, 'message'))).toBeUndefined()
  })

  it('keeps in sight what is open, and a result until somebody said whether it helped', () => {
    const done = promise({ id: 'done', state: 'done', doneAt: '2026-11-05T11:00:00Z' })
    const all = [
      promise({ id: 'open' }),
      promise({ id: 'late', dueAt: '2026-10-01T12:00:00Z' }),
      done,
      { ...done, id: 'helped', helped: 'yes' as const },
      { ...done, id: 'old', doneAt: '2026-10-05T11:00:00Z' },
      promise({ id: 'gone', state: 'dismissed' }),
    ]
    expect(inSight(all, now).map(({ id }) => id)).toEqual(['open', 'late', 'done'])
    expect(inSight(undefined, now)).toEqual([])
  })

  it('loses its ticks with the time', () => {
    expect(ticksLeft(promise({}), now)).toBe(10)
    expect(ticksLeft(promise({ dueAt: '2026-11-05T11:00:00Z' }), now)).toBe(0)
  })
})
