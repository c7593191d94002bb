import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { changeFollowUp } from '../../../client'
import { useDraft } from '../../../design/useDraft'
import { type FollowUpTask, myPromisesQuery } from '../../../queries/followUps'

export interface Source {
  /** Only of this screen: keeps a row's fields when another is removed. */
  key: number
  title: string
  url: string
}

export interface Note {
  research: string
  sources: Source[]
  timeBoxMinutes: number | undefined
}

/** So long after the last key the note is saved. */
const pause = 1_200

let keys = 0

/** newSource is an empty row. */
export function newSource(): Source {
  keys += 1
  return { key: keys, title: '', url: '' }
}

function noteOf(promise: FollowUpTask): Note {
  return {
    research: promise.research,
    sources: promise.sources.map((source) => ({ ...newSource(), title: source.title, url: source.url ?? '' })),
    timeBoxMinutes: promise.timeBoxMinutes,
  }
}

/** sourcesOf are the rows that say something; a row with an address alone is named by it. */
export function sourcesOf(rows: readonly Source[]): { title: string; url?: string }[] {
  return rows
    .map(({ title, url }) => ({ title: title.trim() || url.trim(), url: url.trim() || undefined }))
    .filter((source) => source.title !== '')
}

/** useNote is the note beside a promise: it saves itself while one writes, and never overwrites what came from elsewhere. */
export function useNote(promise: FollowUpTask) {
  const client = useQueryClient()
  const draft = useDraft<Note, FollowUpTask>({
    source: promise,
    toValues: noteOf,
    submit: ({ research, sources, timeBoxMinutes }, { id, version }) =>
      changeFollowUp({
        path: { id },
        body: { research, sources: sourcesOf(sources), timeBoxMinutes: timeBoxMinutes ?? 0, version },
      }),
    reload: async () => {
      const all = await client.fetchQuery({ ...myPromisesQuery, staleTime: 0 })
      return all.find((each) => each.id === promise.id) ?? promise
    },
    onSaved: (saved) => keepInList(client, saved),
    keepAs: `promise ${promise.id}`,
  })
  const { state, save, values } = draft
  // biome-ignore lint/correctness/useExhaustiveDependencies: every key starts the pause anew
  useEffect(() => {
    if (state !== 'dirty') return
    const timer = setTimeout(() => void save(), pause)
    return () => clearTimeout(timer)
  }, [state, values, save])
  return draft
}

/** keepInList puts a promise that the server answered with into the list. */
export function keepInList(client: ReturnType<typeof useQueryClient>, saved: FollowUpTask) {
  client.setQueryData(myPromisesQuery.queryKey, (all) => all?.map((each) => (each.id === saved.id ? saved : each)))
}
