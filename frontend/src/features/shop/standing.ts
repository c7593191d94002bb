import type { Redemption, Reward } from './types'

/** What a reward is to the person who looks at it. */
export type Reach =
  | { kind: 'redeem' }
  | { kind: 'soldOut' }
  | { kind: 'level'; level: number }
  | { kind: 'early'; from: string }
  | { kind: 'limit'; redeemed: number }
  | { kind: 'missing'; points: number }

/**
 * Says why a reward can or cannot be redeemed now. The server's word wins; when
 * it gives no reason, the points at hand decide.
 */
export function reachOf(reward: Reward, available: number): Reach {
  const mine = reward.mine
  if (reward.remaining <= 0 || mine?.reason === 'stock') return { kind: 'soldOut' }
  if (mine?.reason === 'level') return { kind: 'level', level: reward.minLevel }
  if (mine?.reason === 'early' && mine.from) return { kind: 'early', from: mine.from }
  if (mine?.reason === 'limit') return { kind: 'limit', redeemed: mine.redeemed }
  const missing = reward.price - available
  if (missing > 0) return { kind: 'missing', points: missing }
  if (mine?.reason === 'points') return { kind: 'missing', points: mine.missing ?? 1 }
  return { kind: 'redeem' }
}

/**
 * The reward that leads the page: of those that the person's level opens the
 * dearest, or else the dearest of all. Sold out never leads.
 */
export function heroOf(rewards: Reward[], level: number): Reward | undefined {
  const [first] = rewards
    .filter((reward) => reward.remaining > 0 && !reward.charity && reward.mine?.reason !== 'early')
    .sort((a, b) => Number(b.minLevel <= level) - Number(a.minLevel <= level) || b.price - a.price)
  return first
}

export type TrackStep = {
  key: 'requested' | 'approved' | 'shipped' | 'delivered'
  state: 'done' | 'now' | 'ahead'
  at?: string
}

/**
 * The four steps of a redemption on its way. The newest step is "now" until it
 * is delivered; a cancelled redemption has no track.
 */
export function trackOf(redemption: Redemption): TrackStep[] {
  if (redemption.state === 'cancelled') return []
  const at = {
    requested: redemption.requestedAt,
    approved: redemption.approvedAt,
    shipped: redemption.shippedAt,
    delivered: redemption.deliveredAt,
  }
  const every = ['requested', 'approved', 'shipped', 'delivered'] as const
  const keys = every.filter((key) => key !== 'shipped' || !redemption.gift) // a gift has no parcel
  const reached = keys.indexOf(redemption.state)
  return keys.map((key, index) => {
    if (index > reached) return { key, state: 'ahead' }
    const now = index === reached && key !== 'delivered'
    return { key, state: now ? 'now' : 'done', at: at[key] }
  })
}

export type Promised = { kind: 'decide' | 'ship'; on: Date; late: boolean }

/** The last day on which what comes next was promised: the server names the midnight that ends it. */
export function promiseOf(redemption: Redemption): Promised | undefined {
  const kind = redemption.state === 'requested' ? 'decide' : 'ship'
  const by = { requested: redemption.decideBy, approved: redemption.shipBy }[redemption.state as string]
  return by ? { kind, on: new Date(Date.parse(by) - 1), late: redemption.late } : undefined
}

/** The address of a parcel, when its tracking is a link that a browser may open. */
export function parcelLink(tracking: string | undefined): string | undefined {
  return tracking && /^https:\/\/\S+$/.test(tracking) ? tracking : undefined
}
