// Package team is what hand-overs and the team's desk read from the server.
import { queryOptions } from '@tanstack/react-query'
import { listConversations, listHandOvers, listReceivers } from '../../../client'

/** handOversQuery is what was handed over in the current episode, and how often it still can be. */
export function handOversQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'handOvers'],
    queryFn: ({ signal }) => listHandOvers({ path: { id }, signal }),
  })
}

/** receiversQuery is who could take a conversation now. */
export function receiversQuery(id: string) {
  return queryOptions({
    queryKey: ['conversations', id, 'receivers'],
    queryFn: ({ signal }) => listReceivers({ path: { id }, signal }),
    staleTime: 10_000,
  })
}

const most = 100

export const teamQueueQuery = queryOptions({
  queryKey: ['desk', 'queue'],
  queryFn: ({ signal }) => listConversations({ query: { desk: 'staff', status: 'queued', limit: most }, signal }),
})

export const teamMineQuery = queryOptions({
  queryKey: ['desk', 'mine'],
  queryFn: ({ signal }) => listConversations({ query: { mine: true, limit: most }, signal }),
})

export const summaryShortest = 10
export const summaryLongest = 600

export interface Parts {
  asked: string
  tried: string
  open: string
}

/** summaryOf joins the three fields into one text, each after its word; what is empty is left out. */
export function summaryOf(parts: Parts, words: Parts): string {
  return (['asked', 'tried', 'open'] as const)
    .map((key) => [words[key], parts[key].trim()] as const)
    .filter(([, text]) => text !== '')
    .map(([word, text]) => `${word}: ${text}`)
    .join('\n')
}

/** lengthOf counts as the server does: in characters, not in code units. */
export function lengthOf(text: string): number {
  return [...text].length
}
