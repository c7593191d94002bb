import { describe, expect, it } from 'vitest'
import { heroOf, parcelLink, promiseOf, reachOf, trackOf } from './standing'
import type { Redemption, Reward } from './types'

function reward(over: Partial<Reward> = {}): Reward {
  return {
    id: 'rwd_1',
    name: 'Coast cap',
    description: '',
    picture: 'cap',
    price: 400,
    prices: [],
    savers: 0,
    stock: 10,
    remaining: 10,
    perPerson: 1,
    minLevel: 0,
    limited: false,
    charity: false,
    match: 0,
    archived: false,
    version: 1,
    ...over,
  }
}

function redemption(over: Partial<Redemption> = {}): Redemption {
  return {
    id: 'rdm_1',
    rewardId: 'rwd_1',
    rewardName: 'Coast cap',
    picture: 'cap',
    price: 400,
    pieceNo: 3,
    state: 'requested',
    asks: ['first'],
    itself: false,
    late: false,
    refused: false,
    gift: false,
    matched: 0,
    requestedAt: '2026-11-19T10:00:00Z',
    version: 1,
    ...over,
  }
}

describe('a reward, to the person who looks', () => {
  const cases: Record<string, [Partial<Reward>, number, ReturnType<typeof reachOf>]> = {
    'can be redeemed with enough points': [{}, 400, { kind: 'redeem' }],
    'says how far it is': [{}, 368, { kind: 'missing', points: 32 }],
    'is sold out before anything else': [{ remaining: 0 }, 0, { kind: 'soldOut' }],
    'names the level that opens it': [
      { minLevel: 3, mine: { redeemed: 0, canRedeem: false, onWishList: false, asks: [], reason: 'level' } },
      9000,
      { kind: 'level', level: 3 },
    ],
    'was had as often as one may': [
      { mine: { redeemed: 1, canRedeem: false, onWishList: false, asks: [], reason: 'limit' } },
      9000,
      { kind: 'limit', redeemed: 1 },
    ],
  }
  for (const [name, [over, available, want]] of Object.entries(cases)) {
    it(name, () => expect(reachOf(reward(over), available)).toEqual(want))
  }
})

describe('the hero', () => {
  const rewards = [
    reward({ id: 'mentors', price: 9000, minLevel: 4 }),
    reward({ id: 'limited', price: 4500, minLevel: 2 }),
    reward({ id: 'cheap' }),
  ]

  it('is the dearest that the level opens', () => {
    expect(heroOf(rewards, 3)?.id).toBe('limited')
    expect(heroOf(rewards, 0)?.id).toBe('cheap')
  })

  it('is the dearest of all when the level opens none', () => {
    expect(heroOf(rewards.slice(0, 2), 0)?.id).toBe('mentors')
  })

  it('is never sold out', () => {
    expect(heroOf([reward({ remaining: 0 })], 4)).toBeUndefined()
  })
})

describe('the track of a redemption', () => {
  it('has the newest step as now and what comes as ahead', () => {
    const track = trackOf(
      redemption({ state: 'shipped', approvedAt: '2026-11-20T10:00:00Z', shippedAt: '2026-11-23T10:00:00Z' }),
    )
    expect(track.map((step) => step.state)).toEqual(['done', 'done', 'now', 'ahead'])
  })

  it('is all done when it was delivered', () => {
    expect(trackOf(redemption({ state: 'delivered' })).every((step) => step.state === 'done')).toBe(true)
  })

  it('has no steps when it was cancelled', () => {
    expect(trackOf(redemption({ state: 'cancelled' }))).toEqual([])
  })
})

describe('what is promised next', () => {
  it('is the last day before the midnight that ends it', () => {
    const decided = promiseOf(redemption({ decideBy: '2026-11-24T23:00:00Z', late: true }))
    expect(decided).toEqual({ kind: 'decide', on: new Date('2026-11-24T22:59:59.999Z'), late: true })
  })

  it('is the parcel once it is approved, and nothing once it is sent', () => {
    const over = { decideBy: '2026-11-24T23:00:00Z', shipBy: '2026-12-08T23:00:00Z' }
    expect(promiseOf(redemption({ ...over, state: 'approved' }))?.kind).toBe('ship')
    expect(promiseOf(redemption({ ...over, state: 'shipped' }))).toBeUndefined()
  })
})

describe('a parcel link', () => {
  it('is only a safe address', () => {
    expect(parcelLink('https://post.example/1')).toBe('https://post.example/1')
    expect(parcelLink('3SABCD123')).toBeUndefined()
    expect(parcelLink('javascript:alert(1)')).toBeUndefined()
  })
})
