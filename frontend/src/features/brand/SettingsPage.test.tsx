import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Settings } from '../../client'
import { network, onScreen, problem } from '../../testing/server'
import { SettingsForm } from './SettingsPage'

const stored: Settings = {
  name: 'Noorder Audio',
  timeZone: 'Europe/Amsterdam',
  languages: ['en', 'nl'],
  hue: 168,
  strength: 0.078,
  domains: ['https://noorder.example'],
  maxSeats: 3,
  waitingMinutes: 15,
  anonymousRatings: true,
  version: 4,
}

describe('the settings', () => {
  it('are not sent with an origin that is none, and the field says so', async () => {
    const sent = network({})
    const { user } = onScreen(<SettingsForm settings={stored} />)
    const origin = screen.getByLabelText('Origin 1')
    await user.clear(origin)
    await user.type(origin, 'ftp://noorder')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(origin.getAttribute('aria-invalid')).toBe('true')
    expect(sent.filter((request) => request.what === 'PUT /settings')).toEqual([])
  })

  it('say a refusal at its field in the reader’s words', async () => {
    network({ 'PUT /settings': () => problem(422, 'bad_name', '/body/name') })
    const { user } = onScreen(<SettingsForm settings={stored} />)
    await user.type(screen.getByLabelText('Name'), '!')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    expect(await screen.findByText('A name has 1 to 80 letters on one line.')).toBeTruthy()
  })

  it('show what somebody else saved meanwhile, and save mine over it when told', async () => {
    const theirs = { ...stored, name: 'Noorder', maxSeats: 2, version: 5 }
    const sent = network({
      'PUT /settings': (body) =>
        (body as Settings).version === 5
          ? { body: { ...(body as Settings), version: 6 } }
          : problem(412, 'stale_version'),
      'GET /settings': () => ({ body: theirs }),
    })
    const { user } = onScreen(<SettingsForm settings={stored} />)
    await user.type(screen.getByLabelText('Name'), ' BV')
    await user.click(screen.getByRole('button', { name: 'Save' }))
    const row = await screen.findByRole('row', { name: /Noorder Audio BV/ })
    expect(row.textContent).toContain('Noorder')
    await user.click(screen.getByRole('button', { name: 'Save mine over it' }))
    await screen.findByText('Saved')
    const last = sent.filter((request) => request.what === 'PUT /settings').at(-1)?.body as Settings
    expect(last).toMatchObject({ name: 'Noorder Audio BV', maxSeats: 2, version: 5 })
  })
})
