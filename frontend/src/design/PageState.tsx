import { type ReactNode, useEffect, useState } from 'react'
import { ProblemError } from '../app/problem'
import { ErrorNote } from './ErrorNote'
import styles from './pageState.module.css'
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
  const body = failed.length > 0 ? <Refused error={failed[0]?.error ?? null} retry={retry} /> : <Skeleton />
  return part ? body : <main className="page">{body}</main>
}

function Refused({ error, retry }: { error: Error | null; retry: () => void }) {
  const t = useWords()
  if (!(error instanceof ProblemError)) throw error ?? new Error('a query failed without an error')
  const title =
    error.status === 403 ? t('forbiddenTitle') : error.status > 0 ? t('refusedTitle') : t('unreachableTitle')
  return (
    <div className={styles.refused}>
      <ErrorNote title={title} action={{ label: t('tryAgain'), run: retry }}>
        {error.status > 0 ? error.message : t('unreachable')}
      </ErrorNote>
    </div>
  )
}

/** Skeleton has the shape of what comes. It appears after 400 ms and says after 4 s what is awaited. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  const t = useWords()
  const stage = useStage()
  if (stage === 'still') return <div aria-busy="true" />
  return (
    <div className={styles.skeleton} aria-busy="true" role="status" aria-label={t('loading')}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey rows are alike
        <div className={`card ${styles.row}`} key={index}>
          <span className={styles.face} />
          <span className={styles.lines}>
            <span />
            <span />
          </span>
          <span className={styles.figure} />
        </div>
      ))}
      {stage === 'long' && <p className="s quiet">{t('awaited')}</p>}
    </div>
  )
}

function useStage(): 'still' | 'shape' | 'long' {
  const [stage, setStage] = useState<'still' | 'shape' | 'long'>('still')
  useEffect(() => {
    const shape = setTimeout(() => setStage('shape'), 400)
    const long = setTimeout(() => setStage('long'), 4000)
    return () => {
      clearTimeout(shape)
      clearTimeout(long)
    }
  }, [])
  return stage
}
