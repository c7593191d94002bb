import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import {
  type ExpertLevel,
  getExpertLevel,
  getExpertProfile,
  getMyLevel,
  getMyProfile,
  listAlumni,
  listTalents,
  type Profile,
} from '../../../client'
import type { Language } from '../../../i18n'

export type Level = ExpertLevel
export type Requirement = ExpertLevel['missing'][number]
export type Review = ExpertLevel['reviews'][number]
export type { Profile, TalentSheet } from '../../../client'

export const myLevelQuery = queryOptions({
  queryKey: ['me', 'level'],
  queryFn: ({ signal }) => getMyLevel({ signal }),
})

export function levelQuery(id: string) {
  return queryOptions({
    queryKey: ['experts', id, 'level'],
    queryFn: ({ signal }) => getExpertLevel({ path: { id }, signal }),
  })
}

export function myProfileQuery(language: Language) {
  return queryOptions({
    queryKey: ['me', 'profile', language],
    queryFn: ({ signal }) => getMyProfile({ signal }),
  })
}

export function profileQuery(id: string) {
  return queryOptions({
    queryKey: ['experts', id, 'profile'],
    queryFn: ({ signal }) => getExpertProfile({ path: { id }, signal }),
  })
}

export const alumniQuery = queryOptions({ queryKey: ['alumni'], queryFn: ({ signal }) => listAlumni({ signal }) })

export const talentsQuery = queryOptions({ queryKey: ['talents'], queryFn: ({ signal }) => listTalents({ signal }) })

/** Does something to one's own level and shows what came of it, everywhere it stands. */
export function useMyLevel<V>(run: (values: V) => Promise<Level>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (level) => {
      cache.setQueryData(myLevelQuery.queryKey, level)
      void cache.invalidateQueries({ queryKey: ['me'] })
      void cache.invalidateQueries({ queryKey: ['alumni'] })
    },
  })
}

/** Does something to one's own profile. */
export function useMyProfile<V>(language: Language, run: (values: V) => Promise<Profile | undefined>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: (profile) => {
      if (profile) cache.setQueryData(myProfileQuery(language).queryKey, profile)
      else void cache.invalidateQueries({ queryKey: ['me', 'profile'] })
    },
  })
}

/** Does something to an expert's level or profile, for managers. */
export function useExpert<V>(id: string, run: (values: V) => Promise<unknown>) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: run,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['experts', id] }),
  })
}
