import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Article, ArticleVersionRow, Piece } from '../../client'
import { PageState } from '../../design/PageState'
import { dayAndYear } from '../../i18n/format'
import { versionQuery, versionsQuery } from './api'
import styles from './articles.module.css'
import { useTexts } from './i18n'

/** History is the versions of an article, each with what changed. */
export function History({ article }: { article: Article }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.history} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('history')}</summary>
      {open && <Versions id={article.id} language={article.language} />}
    </details>
  )
}

function Versions({ id, language }: { id: string; language: string }) {
  const versions = useQuery(versionsQuery(id))
  return (
    <PageState queries={[versions]} part>
      <ol className={styles.versions} reversed>
        {versions.data?.items.map((one) => (
          <Version key={one.no} id={id} language={language} version={one} />
        ))}
      </ol>
    </PageState>
  )
}

function Version({ id, language, version }: { id: string; language: string; version: ArticleVersionRow }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const { review } = version
  return (
    <li>
      <p>
        <b>{t('version', { no: version.no })}</b>{' '}
        <span className="s soft">
          {[dayAndYear(version.at), t('by', { name: version.author.name }), version.checked && t('stillTrue')]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
      {review && (
        <p className="s">
          {t(review.verdict === 'publish' ? 'saidPublish' : 'saidChange', { name: review.reviewer.name })}
          {review.note && `: ${review.note}`}
        </p>
      )}
      {version.no > 1 && !version.checked && (
        <details onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className="s">{t('compared', { no: version.no - 1 })}</summary>
          {open && <Changes id={id} no={version.no} language={language} />}
        </details>
      )}
    </li>
  )
}

function Changes({ id, no, language }: { id: string; no: number; language: string }) {
  const one = useQuery(versionQuery(id, no))
  const changes = one.data?.changes
  return (
    <PageState queries={[one]} part>
      {changes && (
        <div className={styles.changes} lang={language}>
          {[changes.title, changes.summary, changes.body].map((pieces, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: title, summary and text, in this order
            <Pieces key={at} pieces={pieces} />
          ))}
        </div>
      )}
    </PageState>
  )
}

function Pieces({ pieces }: { pieces: Piece[] }) {
  return (
    <p>
      {pieces.map((piece, at) => {
        const key = `${at}:${piece.kind}`
        if (piece.kind === 'added') return <ins key={key}>{piece.text}</ins>
        if (piece.kind === 'removed') return <del key={key}>{piece.text}</del>
        return <span key={key}>{piece.text}</span>
      })}
    </p>
  )
}
