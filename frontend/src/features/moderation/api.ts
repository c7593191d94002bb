import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  exportAuditLog,
  type Flag,
  getFlag,
  type ListAuditLogData,
  type ListModerationQueueData,
  listAuditLog,
  listModerationQueue,
} from '../../client'

export type { Flag, QueueItem } from '../../client'
export type Kind = NonNullable<NonNullable<ListModerationQueueData['query']>['kind']>
export type Step = NonNullable<Flag['next']>

/** What waits for a person of the staff, what is due first at the top; of one kind, or everything. */
export function queuePages(kind: Kind | undefined) {
  return infiniteQueryOptions({
    queryKey: ['queue', kind],
    queryFn: ({ pageParam, signal }) => listModerationQueue({ query: { kind, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

export function flagQuery(id: string) {
  return queryOptions({ queryKey: ['flags', id], queryFn: ({ signal }) => getFlag({ path: { id }, signal }) })
}

export type AuditQuery = Omit<NonNullable<ListAuditLogData['query']>, 'cursor' | 'limit'>

export function auditPages(query: AuditQuery) {
  return infiniteQueryOptions({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) => listAuditLog({ query: { ...query, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next || undefined,
  })
}

/** Saves what the filter finds as a file. */
export async function saveAudit(query: AuditQuery, format: 'csv' | 'jsonl') {
  const text = await exportAuditLog({ query: { ...query, format }, parseAs: 'text' })
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `audit-log.${format}`
  link.click()
  URL.revokeObjectURL(url)
}
