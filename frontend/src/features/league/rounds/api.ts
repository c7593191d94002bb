import { queryOptions } from '@tanstack/react-query'
import { getLeague, getRace, getRound, type League, listDisputes, listRounds, listWins } from '../../../client'

export type { Dispute, League, PastRound, Prize, Race, RoundResult, TeamGoal, Win } from '../../../client'
export type LeagueRow = League['rows'][number]

/** The running round; live like the board, whose changes are told. */
export const leagueQuery = (league?: string) =>
  queryOptions({
    queryKey: ['board', 'league', league ?? ''],
    queryFn: ({ signal }) => getLeague({ query: { league }, signal }),
  })

export const roundsQuery = queryOptions({
  queryKey: ['rounds'],
  queryFn: async ({ signal }) => (await listRounds({ signal })).items,
})

export const roundQuery = (id: string) =>
  queryOptions({ queryKey: ['rounds', id], queryFn: ({ signal }) => getRound({ path: { id }, signal }) })

export const raceQuery = (id: string) =>
  queryOptions({
    queryKey: ['race', id],
    queryFn: ({ signal }) => getRace({ path: { id }, signal }),
    staleTime: 300_000,
  })

export const winsQuery = queryOptions({
  queryKey: ['wins'],
  queryFn: async ({ signal }) => (await listWins({ signal })).items,
})

export const disputesQuery = queryOptions({
  queryKey: ['disputes'],
  queryFn: async ({ signal }) => (await listDisputes({ signal })).items,
})
