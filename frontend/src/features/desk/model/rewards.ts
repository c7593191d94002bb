import type { Reward } from '../../../queries/types'

/** nearestReward is the dearest that can be had now, or else the cheapest that is still missing. Sold out and locked stay away. */
export function nearestReward(rewards: readonly Reward[], available: number): Reward | undefined {
  const open = rewards
    .filter((reward) => !reward.archived && reward.remaining > 0)
    .filter((reward) => reward.mine?.reason === undefined || reward.mine.reason === 'points')
    .sort((a, b) => a.price - b.price)
  return open.find((reward) => reward.price > available) ?? open.at(-1)
}
