import { describe, expect, it } from 'vitest'
import { type Hours, nextOpening, spanFaults, wallTime, weekHours } from './hours'

const office: Hours = {
  weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '17:30' })),
  holidays: [
    { day: '2026-12-25', name: 'Christmas' },
    { day: '2026-12-24', name: 'Christmas Eve', opens: '09:00', closes: '12:00' },
  ],
}

describe('the next opening', () => {
  it('is open until the end of the span', () => {
    expect(nextOpening(office, { day: '2026-11-20', weekday: 5, minute: 600 })).toMatchObject({
      kind: 'openUntil',
      closes: '17:30',
      inDays: 0,
    })
  })

  it('skips the weekend', () => {
    expect(nextOpening(office, { day: '2026-11-20', weekday: 5, minute: 1060 })).toMatchObject({
      kind: 'opens',
      inDays: 3,
      weekday: 1,
      opens: '09:00',
    })
  })

  it('names the holiday that closes today and keeps its neighbours’ own hours', () => {
    expect(nextOpening(office, { day: '2026-12-25', weekday: 5, minute: 600 })).toMatchObject({
      kind: 'opens',
      day: '2026-12-28',
      after: 'Christmas',
    })
    expect(nextOpening(office, { day: '2026-12-24', weekday: 4, minute: 600 })).toMatchObject({
      kind: 'openUntil',
      closes: '12:00',
    })
  })

  it('goes on over midnight when the next day opens at midnight', () => {
    const always: Hours = {
      weekly: [5, 6].flatMap((weekday) => [{ weekday, opens: '00:00', closes: weekday === 6 ? '02:00' : '24:00' }]),
      holidays: [],
    }
    expect(nextOpening(always, { day: '2026-11-20', weekday: 5, minute: 1430 })).toEqual({
      kind: 'openUntil',
      closes: '02:00',
      inDays: 1,
      weekday: 6,
    })
  })

  it('never closes when every day runs from midnight to midnight', () => {
    const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '24:00' }))
    const now = { day: '2026-11-20', weekday: 5, minute: 600 }
    expect(nextOpening({ weekly, holidays: [] }, now)).toEqual({ kind: 'always' })
    const holidays = [{ day: '2026-11-22', name: 'Storm' }]
    expect(nextOpening({ weekly, holidays }, now)).toMatchObject({ kind: 'openUntil', closes: '24:00', inDays: 1 })
  })

  it('is never when no day has hours', () => {
    expect(nextOpening({ weekly: [], holidays: [] }, { day: '2026-11-20', weekday: 5, minute: 0 })).toEqual({
      kind: 'never',
    })
  })
})

describe('the wall clock of the brand', () => {
  it('reads the day and the minute in its own time zone', () => {
    expect(wallTime(new Date('2026-11-21T23:30:00Z'), 'Europe/Amsterdam')).toEqual({
      day: '2026-11-22',
      weekday: 7,
      minute: 30,
    })
  })
})

describe('the spans of a day', () => {
  const cases: Record<string, [{ opens: string; closes: string }[], [number, string][]]> = {
    'a lunch break is fine': [
      [
        { opens: '09:00', closes: '12:00' },
        { opens: '13:00', closes: '24:00' },
      ],
      [],
    ],
    'closing before opening is not': [[{ opens: '17:00', closes: '09:00' }], [[0, 'order']]],
    'an empty time is not': [[{ opens: '', closes: '09:00' }], [[0, 'time']]],
    'a second span may not overlap the first': [
      [
        { opens: '09:00', closes: '12:00' },
        { opens: '11:00', closes: '13:00' },
      ],
      [[1, 'overlap']],
    ],
  }
  for (const [name, [spans, want]] of Object.entries(cases)) {
    it(name, () => expect([...spanFaults(spans)]).toEqual(want))
  }

  it('add up to the hours of a week', () => {
    expect(weekHours(office.weekly)).toBe(42.5)
  })
})
