import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { IdentityKey, Settings } from '../../../client'
import { network, onScreen, problem } from '../../../testing/server'
import { IdentityCard } from './IdentityCard'

const settings = { name: 'Noorder Audio', domains: ['https://noorder.example'] } as Settings
const key = (kid: string): IdentityKey => ({ kid, createdAt: '2026-09-02T12:00:00.000Z', createdBy: 'Ilse' })

describe('signed-in customers', () => {
  it('shows the secret of a new key once, and the samples with its name and never the secret', async () => {
    const keys: IdentityKey[] = []
    network({
      'GET /identity-keys': () => ({ body: { items: keys } }),
      'POST /identity-keys': () => {
        keys.unshift(key('idk_1'))
        return { status: 201, body: { kid: 'idk_1', secret: 'a-secret', createdAt: '2026-09-02T12:00:00.000Z' } }
      },
    })
    const { user } = onScreen(<IdentityCard settings={settings} />)
    await user.click(await screen.findByRole('button', { name: 'Make a key' }))
    expect(await screen.findByText('a-secret')).toBeTruthy()
    const sample = await screen.findByText(/keyid: 'idk_1'/)
    expect(sample.textContent).toContain("issuer: 'https://noorder.example'")
    expect(sample.textContent).toContain(`audience: '${location.origin}'`)
    expect(sample.textContent).not.toContain('a-secret')
    await user.click(screen.getByRole('button', { name: 'I have copied it' }))
    expect(screen.queryByText('a-secret')).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'Python' }))
    expect(screen.getByText(/import jwt # PyJWT/)).toBeTruthy()
  })

  it('offers no third key, and asks before one is retired', async () => {
    const sent = network({
      'GET /identity-keys': () => ({ body: { items: [key('idk_2'), key('idk_1')] } }),
      'DELETE /identity-keys/idk_1': () => problem(404, 'identity_key_not_found'),
    })
    const { user } = onScreen(<IdentityCard settings={settings} />)
    await user.click(await screen.findByRole('button', { name: 'Retire idk_1' }))
    expect(screen.queryByRole('button', { name: 'Make a key' })).toBeNull()
    expect(sent.some((request) => request.what.startsWith('DELETE'))).toBe(false)
    await user.click(screen.getByRole('button', { name: 'Retire' }))
    expect((await screen.findByRole('alert')).textContent).toBe('Somebody retired this key already.')
  })

  it('says of a token what is right and what is wrong', async () => {
    network({
      'GET /identity-keys': () => ({ body: { items: [] } }),
      'POST /identity-keys/checks': (body) =>
        (body as { token: string }).token === 'good'
          ? { body: { good: true, findings: [{ step: 'shape', good: true }], claims: { subject: '1', name: 'Fenna' } } }
          : {
              body: {
                good: false,
                findings: [
                  { step: 'shape', good: true },
                  { step: 'audience', good: false, found: 'https://a.example', want: 'https://b.example' },
                  { step: 'subject', good: false },
                ],
              },
            },
    })
    const { user } = onScreen(<IdentityCard settings={settings} />)
    const field = await screen.findByLabelText('Identity token')
    await user.type(field, 'bad')
    await user.click(screen.getByRole('button', { name: 'Look at it' }))
    const wrong = (await screen.findByText('This token signs nobody in: 2 things are wrong.')).parentElement
    const [, audience, subject] = within(wrong as HTMLElement).getAllByRole('listitem')
    expect(audience?.textContent).toContain('It has https://a.example. It must be https://b.example.')
    expect(subject?.textContent).toContain('It has none.')
    await user.clear(field)
    await user.type(field, 'good')
    await user.click(screen.getByRole('button', { name: 'Look at it' }))
    expect(await screen.findByText('This token signs Fenna in.')).toBeTruthy()
  })
})
