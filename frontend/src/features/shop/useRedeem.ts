import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../app/problem'
import { cancelRedemption, redeemReward } from '../../client'
import { newId } from '../../design/newId'
import { useTexts } from './i18n'
import type { Reward } from './types'

/** Redeems a reward, and brings points, shelves and the own list up to date whatever the answer was. */
export function useRedeem() {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: ({ reward, points }: { reward: Reward; points?: number }) =>
      redeemReward({
        path: { id: reward.id },
        body: points === undefined ? { price: reward.price } : { points, match: reward.match },
        headers: { 'Idempotency-Key': newId() },
      }),
    onSettled: refresh,
  })
}

/** Cancels an own redemption that nobody has approved yet. */
export function useCancel() {
  const refresh = useRefresh()
  return useMutation({ mutationFn: (id: string) => cancelRedemption({ path: { id }, body: {} }), onSettled: refresh })
}

function useRefresh() {
  const cache = useQueryClient()
  return async () => {
    await Promise.all([
      cache.invalidateQueries({ queryKey: ['me', 'points'] }),
      cache.invalidateQueries({ queryKey: ['me', 'redemptions'] }),
      cache.invalidateQueries({ queryKey: ['rewards'] }),
    ])
  }
}

/** What happened when the shop refused, in the reader's language. */
export function useRefusalWords(error: Error | null): string | undefined {
  const t = useTexts()
  if (!error) return undefined
  switch (error instanceof ProblemError ? error.code : '') {
    case 'insufficient_points':
      return t('refusedInsufficientPoints')
    case 'sold_out':
      return t('refusedSoldOut')
    case 'limit_reached':
      return t('refusedLimitReached')
    case 'points_held':
      return t('refusedPointsHeld')
    case 'price_rose':
      return t('refusedPriceRose')
    case 'match_fell':
      return t('refusedMatchFell')
    case 'not_released':
      return t('refusedNotReleased')
    case 'gift_invalid':
      return t('refusedGift')
    case 'level_too_low':
      return t('refusedLevelTooLow')
    case 'wrong_state':
      return t('refusedWrongState')
    default:
      return t('refusedOther')
  }
}
