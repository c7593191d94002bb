import type { ReactNode } from 'react'
import { ProblemError } from '../app/problem'
import { EmptyState } from './EmptyState'
import { ErrorNote } from './ErrorNote'
import { Skeleton } from './Skeleton'
import { useWords } from './words'

/** What PageState reads of a query. */
export interface Awaited {
  data?: unknown
  error: Error | null
  isPending: boolean
  refetch: () => unknown
}

interface Props {
  queries: Awaited[]
  /** The page, or a part of it, once everything has arrived. */
  children: ReactNode
  /** A part of a page has no frame of its own. */
  part?: boolean
}

/** PageState stands in for a page until its data is there. What is on screen already is never replaced. */
export function PageState({ queries, children, part }: Props) {
  const failed = queries.filter((query) => query.data === undefined && query.error)
  const waits = queries.some((query) => query.data === undefined && !query.error)
  if (failed.length === 0 && !waits) return children
  const retry = () => {
    for (const query of failed) void query.refetch()
  }
  const body = failed.length > 0 ? <Refused error={failed[0]?.error ?? null} retry={retry} /> : <Waiting />
  return part ? body : <main className="page">{body}</main>
}

function Refused({ error, retry }: { error: Error | null; retry: () => void }) {
  const t = useWords()
  if (!(error instanceof ProblemError)) throw error ?? new Error('a query failed without an error')
  const title =
    error.status === 403 ? t('forbiddenTitle') : error.status > 0 ? t('refusedTitle') : t('unreachableTitle')
  return (
    <ErrorNote title={title} action={{ label: t('tryAgain'), run: retry }}>
      {error.status > 0 ? error.message : t('unreachable')}
    </ErrorNote>
  )
}

function Waiting() {
  const t = useWords()
  return (
    <div className="card">
      <Skeleton awaited={t('awaited')} />
    </div>
  )
}

/** Gone stands where a thing was that nobody can find any more. */
export function Gone() {
  const t = useWords()
  return (
    <section className="card">
      <EmptyState title={t('goneTitle')}>{t('gone')}</EmptyState>
    </section>
  )
}
