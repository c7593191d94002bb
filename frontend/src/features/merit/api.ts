import { queryOptions } from '@tanstack/react-query'
import {
  getExpertMerit,
  getMeritWall,
  getMyMerit,
  listColleagues,
  listSpotAwards,
  type Merit,
  type MeritWall,
} from '../../client'

export type Badge = Merit['badges'][number]
export type Step = Merit['steps'][number]
export type Streak = Merit['streak']
export type Face = MeritWall['experts'][number]
export type Praise = MeritWall['praise'][number]
export type { Merit, MeritWall } from '../../client'

export const myMeritQuery = queryOptions({ queryKey: ['merit', 'me'], queryFn: ({ signal }) => getMyMerit({ signal }) })

/** What an expert is recognised for, for staff. */
export function expertMeritQuery(id: string) {
  return queryOptions({
    queryKey: ['merit', 'expert', id],
    queryFn: ({ signal }) => getExpertMerit({ path: { id }, signal }),
  })
}

export const wallQuery = queryOptions({
  queryKey: ['merit', 'wall'],
  queryFn: ({ signal }) => getMeritWall({ signal }),
})

export const spotsQuery = queryOptions({
  queryKey: ['merit', 'spots'],
  queryFn: ({ signal }) => listSpotAwards({ signal }),
})

/** Experts whose name begins so. */
export function expertsCalled(name: string) {
  return queryOptions({
    queryKey: ['colleagues', 'experts', name.toLowerCase()],
    queryFn: async ({ signal }) =>
      (await listColleagues({ query: { query: name }, signal })).items.filter(({ role }) => role === 'expert'),
    staleTime: 60_000,
  })
}
