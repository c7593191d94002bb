import type { Redemption as RedemptionView, Reward as RewardView } from '../../client'

export type Reward = RewardView
export type Redemption = RedemptionView
export type RedemptionState = Redemption['state']
