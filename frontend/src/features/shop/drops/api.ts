import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  confirmRedemption,
  confirmWin,
  type Drop as DropView,
  declineWin,
  enterDraw,
  leaveDraw,
  listDrops,
  redeemReward,
} from '../../../client'
import { newId } from '../../../design/newId'
import { allPages } from '../../../queries/allPages'

export type Drop = DropView

/** Every drop the reader may see, newest first. */
export const dropsQuery = queryOptions({
  queryKey: ['drops'],
  queryFn: ({ signal }) => allPages((cursor) => listDrops({ query: { limit: 100, cursor }, signal })),
})

/** What an expert does about a drop, or about a piece they were first to come for. */
export type Deed = 'enter' | 'leave' | 'take' | 'decline' | 'get' | 'keep'

const deeds: Record<Deed, (id: string, key: string, price?: number) => Promise<unknown>> = {
  enter: (id, key) => enterDraw({ path: { id }, headers: { 'Idempotency-Key': key } }),
  leave: (id) => leaveDraw({ path: { id } }),
  take: (id, key) => confirmWin({ path: { id }, headers: { 'Idempotency-Key': key } }),
  decline: (id) => declineWin({ path: { id } }),
  get: (id, key, price) => redeemReward({ path: { id }, body: { price }, headers: { 'Idempotency-Key': key } }),
  keep: (id) => confirmRedemption({ path: { id } }),
}

/** useDeed does one, and brings points, drops and the own list up to date whatever the answer was. */
export function useDeed() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ deed, id, price }: { deed: Deed; id: string; price?: number }) => deeds[deed](id, newId(), price),
    onSettled: () =>
      Promise.all(
        [['drops'], ['rewards'], ['me', 'points'], ['me', 'redemptions']].map((queryKey) =>
          cache.invalidateQueries({ queryKey }),
        ),
      ),
  })
}
