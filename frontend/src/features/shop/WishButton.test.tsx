import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { network, onScreen, problem } from '../../testing/server'
import { Prices } from './Prices'
import type { Reward } from './types'
import { WishButton } from './WishButton'

function reward(over: Partial<Reward> = {}): Reward {
  return {
    id: 'rwd_1',
    name: 'Coast cap',
    description: '',
    picture: 'cap',
    price: 400,
    prices: [{ price: 400, since: '2026-11-01T10:00:00Z' }],
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
    mine: { redeemed: 0, canRedeem: false, asks: [], onWishList: false },
    ...over,
  }
}

describe('the wish list', () => {
  it('takes a reward, and says when it is full', async () => {
    const sent = network({ 'PUT /rewards/rwd_1/wish-list': () => problem(409, 'wish_list_full') })
    const { user } = onScreen(<WishButton reward={reward()} />)
    const button = screen.getByRole('button', { name: 'Coast cap on my wish list', pressed: false })
    await user.click(button)
    expect(sent).toHaveLength(1)
    expect(await screen.findByText(/twelve rewards/)).toBeTruthy()
  })

  it('gives one back', async () => {
    const sent = network({ 'DELETE /rewards/rwd_1/wish-list': () => ({ status: 204 }) })
    const mine = { redeemed: 0, canRedeem: false, asks: [], onWishList: true }
    const { user } = onScreen(<WishButton reward={reward({ mine })} />)
    await user.click(screen.getByRole('button', { pressed: true }))
    expect(sent).toHaveLength(1)
  })

  it('is no business of staff', () => {
    const { mine: _, ...seen } = reward()
    onScreen(<WishButton reward={seen} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('the prices of a reward', () => {
  it('say nothing while there was only one', () => {
    onScreen(<Prices reward={reward()} timeZone="UTC" />)
    expect(screen.queryByText(/Prices so far/)).toBeNull()
    expect(screen.queryByText(/it costs/)).toBeNull()
  })

  it('announce a higher one, and keep those before', () => {
    const prices = [
      { price: 400, since: '2026-11-10T10:00:00Z' },
      { price: 500, since: '2026-11-01T10:00:00Z' },
    ]
    const rising = reward({ prices, nextPrice: 450, nextPriceAt: '2026-11-29T10:00:00Z' })
    onScreen(<Prices reward={rising} timeZone="UTC" />)
    expect(screen.getByText('From 29 Nov on it costs 450.')).toBeTruthy()
    expect(screen.getByText('500').closest('li')?.textContent).toBe('500 since 1 Nov')
  })
})
