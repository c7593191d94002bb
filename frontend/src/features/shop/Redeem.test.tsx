import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { network, onScreen, problem } from '../../testing/server'
import { Redeem } from './Redeem'
import type { Redemption, Reward } from './types'

const reward: Reward = {
  id: 'rwd_1',
  name: 'Coast cap',
  description: '',
  picture: 'cap',
  price: 400,
  prices: [],
  savers: 0,
  stock: 60,
  remaining: 52,
  perPerson: 2,
  limited: false,
  minLevel: 0,
  charity: false,
  match: 0,
  archived: false,
  version: 1,
}

const made: Redemption = {
  id: 'rdm_1',
  rewardId: 'rwd_1',
  rewardName: 'Coast cap',
  picture: 'cap',
  price: 400,
  pieceNo: 9,
  state: 'requested',
  asks: ['first'],
  itself: false,
  late: false,
  refused: false,
  gift: false,
  matched: 0,
  requestedAt: '2026-11-21T10:00:00.000Z',
  version: 1,
}

const looker = { reward, available: 908, brand: 'Noorder', timeZone: 'UTC', myLevel: 2 }

describe('redeeming', () => {
  it('says what is set aside before anything is, and which piece it became', async () => {
    const sent = network({ 'POST /rewards/rwd_1/redemptions': () => ({ status: 201, body: made }) })
    const done = vi.fn()
    const { user } = onScreen(<Redeem {...looker} reach={{ kind: 'redeem' }} onDone={done} />)
    await user.click(screen.getByRole('button', { name: 'Redeem Coast cap for 400 points' }))
    expect(sent).toEqual([])
    expect(screen.getByText('508')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Set 400 aside' }))
    expect(await screen.findByText('It is on its way to you')).toBeTruthy()
    expect(screen.getByText('9')).toBeTruthy()
    expect(done).toHaveBeenCalledOnce()
  })

  it('says before that it is spent at once, where nobody has to approve it', async () => {
    network({
      'POST /rewards/rwd_1/redemptions': () => ({ status: 201, body: { ...made, state: 'approved', asks: [] } }),
    })
    const free = { ...reward, mine: { redeemed: 0, canRedeem: true, onWishList: false, asks: [] } }
    const { user } = onScreen(<Redeem {...looker} reward={free} reach={{ kind: 'redeem' }} onDone={() => undefined} />)
    await user.click(screen.getByRole('button', { name: /Redeem/ }))
    expect(screen.getByText(/nobody has to approve it/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Spend 400' }))
    expect(await screen.findByText(/is yours, and approved/)).toBeTruthy()
  })

  it('can be left with Escape, and nothing was sent', async () => {
    const sent = network({})
    const { user } = onScreen(<Redeem {...looker} reach={{ kind: 'redeem' }} onDone={() => undefined} />)
    await user.click(screen.getByRole('button', { name: /Redeem/ }))
    await user.keyboard('{Escape}')
    expect(screen.getByRole('button', { name: /Redeem/ })).toBeTruthy()
    expect(sent).toEqual([])
  })

  it('says in place that somebody else got the last one, and that nothing was taken', async () => {
    network({ 'POST /rewards/rwd_1/redemptions': () => problem(409, 'sold_out') })
    const { user } = onScreen(<Redeem {...looker} reach={{ kind: 'redeem' }} onDone={() => undefined} />)
    await user.click(screen.getByRole('button', { name: /Redeem/ }))
    await user.click(screen.getByRole('button', { name: 'Set 400 aside' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('went to someone else')
    expect(alert.textContent).toContain('Nothing was taken from you.')
  })

  it('keeps what is locked reachable, and says what opens it', () => {
    onScreen(<Redeem {...looker} reach={{ kind: 'level', level: 3 }} onDone={() => undefined} />)
    const locked = screen.getByRole('button', { name: /Opens for Seniors/ })
    expect(locked.getAttribute('aria-disabled')).toBe('true')
    expect(locked.textContent).toContain('You are Expert now.')
  })
})
