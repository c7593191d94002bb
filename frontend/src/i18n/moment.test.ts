import { describe, expect, it } from 'vitest'
import { momentOf } from './moment'

describe('a time on the wall', () => {
  it('is of its zone, in winter and in summer', () => {
    expect(momentOf('2026-11-23', '09:00', 'Europe/Amsterdam').toISOString()).toBe('2026-11-23T08:00:00.000Z')
    expect(momentOf('2026-07-01', '09:00', 'Europe/Amsterdam').toISOString()).toBe('2026-07-01T07:00:00.000Z')
    expect(momentOf('2026-07-01', '09:00', 'America/New_York').toISOString()).toBe('2026-07-01T13:00:00.000Z')
  })

  it('holds on the days on which the clock is changed', () => {
    expect(momentOf('2026-03-29', '01:30', 'Europe/Amsterdam').toISOString()).toBe('2026-03-29T00:30:00.000Z')
    expect(momentOf('2026-03-29', '09:00', 'Europe/Amsterdam').toISOString()).toBe('2026-03-29T07:00:00.000Z')
    expect(momentOf('2026-10-25', '02:30', 'Europe/Amsterdam').toISOString()).toBe('2026-10-25T00:30:00.000Z')
    expect(momentOf('2026-10-25', '09:00', 'Europe/Amsterdam').toISOString()).toBe('2026-10-25T08:00:00.000Z')
  })
})
