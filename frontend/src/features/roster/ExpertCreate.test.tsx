import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { NewExpert } from '../../client'
import { network, onScreen, problem } from '../../testing/server'
import { ExpertCreate } from './ExpertCreate'

const brand = {
  name: 'Noorder',
  hue: 168,
  strength: 0.078,
  languages: ['nl', 'en'],
  timeZone: 'Europe/Amsterdam',
  open: true,
  waitingMinutes: 15,
  mark: '',
}
const reasons = {
  items: [
    { id: 'rsn_1', name: 'Connection', position: 1 },
    { id: 'rsn_2', parentId: 'rsn_1', name: 'Pairing', position: 1 },
  ],
}

function form(answer: (body: NewExpert) => ReturnType<typeof problem>) {
  const sent = network({
    'GET /brand': () => ({ body: brand }),
    'GET /contact-reasons': () => ({ body: reasons }),
    'POST /experts': (body) => answer(body as NewExpert),
  })
  return { sent, ...onScreen(<ExpertCreate />) }
}

describe('welcoming an expert', () => {
  it('sends what was chosen, and shows the link once', async () => {
    const { sent, user } = form((body) => ({
      status: 201,
      body: {
        expert: { ...body, id: 'exp_1', alias: 'Knot' },
        link: 'https://help.example/invite#secret',
        expiresAt: '2026-11-28T10:00:00.000Z',
      },
    }))
    await user.type(screen.getByLabelText('Full name'), 'Noor Postma')
    await user.type(screen.getByLabelText('E-mail'), 'noor@example.org')
    const [, learning] = await screen.findAllByRole('radio', { name: 'learning' })
    await user.click(learning as HTMLElement)
    await user.click(screen.getByRole('button', { name: 'Create and show the link' }))
    expect(await screen.findByText('https://help.example/invite#secret')).toBeTruthy()
    expect(sent.find((request) => request.what === 'POST /experts')?.body).toMatchObject({
      name: 'Noor Postma',
      displayName: 'Noor',
      languages: ['nl', 'en'],
      level: 1,
      topics: [{ reasonId: 'rsn_2', kind: 'learning' }],
    })
  })

  it('says at the field that the address is taken, and keeps the rest', async () => {
    const { user } = form(() => problem(409, 'email_taken', '/body/email'))
    await user.type(screen.getByLabelText('Full name'), 'Noor Postma')
    await user.type(screen.getByLabelText('E-mail'), 'marit@example.org')
    await user.click(screen.getByRole('button', { name: 'Create and show the link' }))
    expect(await screen.findByText('Somebody with this e-mail address is here already.')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Full name').value).toBe('Noor Postma')
  })
})
