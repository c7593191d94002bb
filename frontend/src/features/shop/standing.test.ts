import { describe, expect, it } from 'vitest'
import { heroOf, parcelLink, reachOf, trackOf } from './standing'
import type { Redemption, Reward } from './types'

function reward(over: Partial<Reward> = {}): Reward {
  return {
    id: 'rwd_1',
    name: 'Coast cap',
    description: '',
    picture: 'cap',
    price: 400,
    stock: 10,
    remaining: 10,
    perPerson: 1,
    minLevel: 0,
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
    refused: false,
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
      { minLevel: 3, mine: { redeemed: 0, canRedeem: false, reason: 'level' } },
      9000,
      { kind: 'level', level: 3 },
    ],
    'was had as often as one may': [
      { mine: { redeemed: 1, canRedeem: false, reason: 'limit' } },
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

describe('a parcel link', () => {
  it('is only a safe address', () => {
    expect(parcelLink('https://post.example/1')).toBe('https://post.example/1')
    expect(parcelLink('3SABCD123')).toBeUndefined()
    expect(parcelLink('javascript:alert(1)')).toBeUndefined()
  })
})
