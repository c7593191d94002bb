// Package queries holds the server state that more than one feature reads. A feature's own state lives with the feature.
import { queryOptions } from '@tanstack/react-query'
import {
  getBrand,
  getConversation,
  getConversationContext,
  getLeaderboard,
  getMe,
  getMySeason,
  getPoints,
  getPresence,
  listAwards,
  listContactReasons,
  listMyOffers,
  listMySeats,
  listProducts,
  listRewards,
} from '../client'
import type { Language } from '../i18n'
import { observeServerTime } from '../live/serverTime'

const minutes = 60_000

export const brandQuery = queryOptions({
  queryKey: ['brand'],
  queryFn: ({ signal }) => getBrand({ signal }),
  staleTime: 5 * minutes,
})

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => getMe({ signal }) })

export const presenceQuery = queryOptions({
  queryKey: ['me', 'presence'],
  queryFn: ({ signal }) => getPresence({ signal }),
})

export const seatsQuery = queryOptions({ queryKey: ['me', 'seats'], queryFn: ({ signal }) => listMySeats({ signal }) })

export const offersQuery = queryOptions({
  queryKey: ['me', 'offers'],
  queryFn: async ({ signal }) => {
    const offers = await listMyOffers({ signal })
    const told = offers.items[0]?.serverNow
    if (told) observeServerTime(told, Date.now(), true)
    return offers
  },
})

export const pointsQuery = queryOptions({ queryKey: ['me', 'points'], queryFn: ({ signal }) => getPoints({ signal }) })

export const awardsQuery = queryOptions({
  queryKey: ['me', 'awards'],
  queryFn: ({ signal }) => listAwards({ query: { limit: 50 }, signal }),
})

export const seasonQuery = queryOptions({
  queryKey: ['me', 'season'],
  queryFn: ({ signal }) => getMySeason({ signal }),
})

/** boardQuery is the board: the top rows for a wall, or those around the person who asks. */
export function boardQuery(around: 'me' | 'top', limit: number) {
  return queryOptions({
    queryKey: ['board', around, limit],
    queryFn: ({ signal }) => getLeaderboard({ query: around === 'me' ? { around, limit } : { limit }, signal }),
  })
}

export function conversationQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id],
    queryFn: ({ signal }) => getConversation({ path: { id }, signal }),
  })
}

export function contextQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'context'],
    queryFn: ({ signal }) => getConversationContext({ path: { id }, signal }),
    staleTime: 5 * minutes,
  })
}

/** reasonsQuery is the contact reasons with their names in a language; managers get theirs with every translation. */
export function reasonsQuery(language: Language) {
  return queryOptions({
    queryKey: ['contactReasons', language],
    queryFn: async ({ signal }) => {
      const list = await listContactReasons({ query: { language }, signal })
      return {
        ...list,
        items: list.items.map((each) => ({ ...each, name: each.translations?.[language] || each.name })),
      }
    },
    staleTime: 5 * minutes,
  })
}

export const productsQuery = queryOptions({
  queryKey: ['products'],
  queryFn: ({ signal }) => listProducts({ signal }),
  staleTime: 5 * minutes,
})

export const rewardsQuery = queryOptions({
  queryKey: ['rewards'],
  queryFn: ({ signal }) => listRewards({ query: { limit: 100 }, signal }),
  staleTime: minutes,
})
