import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { OpeningHours } from '../../client'
import { network, onScreen } from '../../testing/server'
import { HoursForm } from './HoursPage'
import { tidy } from './WeekGrid'

const stored: OpeningHours = { weekly: [{ weekday: 1, opens: '09:00', closes: '17:00' }], holidays: [], version: 4 }

function form() {
  const sent = network({ 'PUT /opening-hours': (body) => ({ body: { ...(body as object), version: 5 } }) })
  return { sent, ...onScreen(<HoursForm hours={stored} timeZone="Europe/Amsterdam" />) }
}

describe('the opening hours', () => {
  it('are saved with the version they were read with, in the order of the week', async () => {
    const { sent, user } = form()
    await user.click(screen.getByRole('button', { name: 'Same for all days as on Monday' }))
    await user.click(screen.getByRole('button', { name: 'Take away 09:00 to 17:00 on Sunday' }))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('Saved')).toBeTruthy()
    const body = sent.find((request) => request.what === 'PUT /opening-hours')?.body as OpeningHours
    expect(body.version).toBe(4)
    expect(body.weekly.map((span) => span.weekday)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('are not sent while a day closes before it opens, and the day says so', async () => {
    const { sent, user } = form()
    const closes = screen.getByLabelText('Monday closes')
    await user.clear(closes)
    await user.type(closes, '8')
    await user.tab()
    expect(screen.getByText('It closes before it opens.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(sent.filter((request) => request.what.startsWith('PUT'))).toEqual([])
  })

  it('take a special day with hours of its own', async () => {
    const { sent, user } = form()
    await user.click(screen.getByRole('button', { name: 'Add a day' }))
    const day = screen.getByRole('listitem')
    await user.type(within(day).getByLabelText('Name'), 'Storm')
    await user.click(within(day).getByRole('checkbox'))
    await user.click(screen.getByRole('button', { name: 'Save' }))
    await screen.findByText('Saved')
    const body = sent.at(-1)?.body as OpeningHours
    expect(body.holidays).toEqual([expect.objectContaining({ name: 'Storm', opens: '10:00', closes: '16:00' })])
  })
})

describe('a typed time', () => {
  const cases: Record<string, [string, string]> = {
    'an hour is enough': ['9', '09:00'],
    'a point is fine': ['9.30', '09:30'],
    'without anything between': ['0930', '09:30'],
    'midnight ends a day': ['24:00', '24:00'],
    'what is no time stays as typed': ['noon', 'noon'],
    'no day has a 25th hour': ['25:00', '25:00'],
  }
  for (const [name, [typed, want]] of Object.entries(cases)) {
    it(name, () => expect(tidy(typed)).toBe(want))
  }
})
