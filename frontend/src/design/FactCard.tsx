import type { ReactNode } from 'react'
import styles from './factCard.module.css'
import { Icon } from './Icon'

export interface FactWords {
  title: string
  body: string
  source: string
  url?: string
}

interface Props {
  fact: FactWords
  /** what the link to the source says to a screen reader, with its place for the source */
  sourceLabel: string
  /** stands at the end of the title's line: a button, a figure */
  tail?: ReactNode
  /** small and without its source, for a tray */
  brief?: boolean
}

/** FactCard is one fact with its source: an outline, an icon, one fact. It stands under somebody's own words. */
export function FactCard({ fact, sourceLabel, tail, brief }: Props) {
  return (
    <span className={brief ? `${styles.fact} ${styles.brief}` : styles.fact}>
      <span className={styles.title}>
        <Icon name="fact" size={15} />
        <b>{fact.title}</b>
        {tail}
      </span>
      <span className={styles.body}>{fact.body}</span>
      {brief ? null : (
        <span className={styles.source}>
          {fact.url ? (
            <a href={fact.url} target="_blank" rel="noopener noreferrer nofollow" aria-label={sourceLabel}>
              {fact.source}
            </a>
          ) : (
            fact.source
          )}
        </span>
      )}
    </span>
  )
}
