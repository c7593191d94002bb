import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { network, onScreen, problem } from '../../testing/server'
import { Decide } from './Decide'
import { RewardCreate } from './RewardEdit'
import type { Redemption } from './types'

function redemption(state: Redemption['state']): Redemption {
  return {
    id: 'rdm_1',
    rewardId: 'rwd_1',
    rewardName: 'Coast cap',
    picture: 'cap',
    price: 400,
    pieceNo: 9,
    state,
    asks: ['first'],
    itself: false,
    late: false,
    refused: false,
    gift: false,
    matched: 0,
    requestedAt: '2026-11-21T10:00:00.000Z',
    expert: { id: 'exp_1', name: 'Marit Hoekstra', displayName: 'Marit', level: 3 },
    version: 1,
  }
}

describe('deciding about a redemption', () => {
  it('refuses only with words for the expert', async () => {
    const sent = network({
      'POST /redemptions/rdm_1/refusals': (body) =>
        (body as { reason: string }).reason
          ? { body: redemption('cancelled') }
          : problem(422, 'reason_required', '/body/reason'),
    })
    const { user } = onScreen(<Decide redemption={redemption('requested')} />)
    await user.click(screen.getByRole('button', { name: 'Refuse Coast cap for Marit' }))
    await user.click(screen.getByRole('button', { name: 'Refuse and say so' }))
    expect(await screen.findByText('Say why, in at most 500 letters.')).toBeTruthy()
    await user.type(screen.getByLabelText('Why not'), 'All faulty')
    await user.click(screen.getByRole('button', { name: 'Refuse and say so' }))
    await screen.findByRole('button', { name: 'Refuse Coast cap for Marit' })
    expect(sent.at(-1)?.body).toEqual({ reason: 'All faulty' })
  })

  it('sends with or without a tracking code', async () => {
    const sent = network({ 'POST /redemptions/rdm_1/shipments': () => ({ body: redemption('shipped') }) })
    const { user } = onScreen(<Decide redemption={redemption('approved')} />)
    await user.click(screen.getByRole('button', { name: /as sent/ }))
    await user.click(screen.getByRole('button', { name: 'It is on its way' }))
    await screen.findByRole('button', { name: /as sent/ })
    expect(sent.at(-1)?.body).toEqual({})
  })

  it('says when somebody else was faster', async () => {
    network({ 'POST /redemptions/rdm_1/approvals': () => problem(409, 'wrong_state') })
    const { user } = onScreen(<Decide redemption={redemption('requested')} />)
    await user.click(screen.getByRole('button', { name: 'Approve Coast cap for Marit' }))
    expect((await screen.findByRole('alert')).textContent).toContain('Somebody was faster')
  })
})

describe('a new reward', () => {
  it('is not sent while a number is missing, and the box says so', async () => {
    const sent = network({ 'POST /rewards': () => ({ status: 201, body: {} }) })
    const { user } = onScreen(<RewardCreate />)
    await user.type(screen.getByLabelText('Name'), 'Coast cap')
    await user.type(screen.getByLabelText('Price'), '400')
    await user.click(screen.getByRole('button', { name: 'Put it on the shelf' }))
    expect(screen.getByText('Leave no box empty: give a whole number.')).toBeTruthy()
    expect(sent).toEqual([])
    await user.type(screen.getByLabelText('Pieces in all'), '60')
    await user.click(screen.getByRole('button', { name: 'Put it on the shelf' }))
    expect(sent.at(0)?.body).toMatchObject({ name: 'Coast cap', price: 400, stock: 60, perPerson: 1, minLevel: 0 })
  })
})
