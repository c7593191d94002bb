import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { discardRuleDraft, publishRules } from '../../client'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { dayAndYear } from '../../i18n/format'
import { meQuery } from '../../queries'
import { bookQuery, type Change, type Draft, type RuleBook } from './api'
import { EditDraft } from './EditDraft'
import { placeOf } from './fields'
import { useTexts } from './i18n'
import { Replay } from './Replay'
import styles from './rules.module.css'

/** The rules of points: the draft, what it would have meant, and every version there was. */
export function RulesPage() {
  const t = useTexts()
  const book = useQuery(bookQuery)
  const [editing, setEditing] = useState(false)
  const writes = !useReads()
  return (
    <ManagePage title={t('rulesTitle')} lead={t('rulesLead')}>
      <PageState queries={[book]} part>
        {book.data &&
          (editing ? (
            <EditDraft book={book.data} onClose={() => setEditing(false)} />
          ) : (
            <div className={styles.split}>
              <DraftCard book={book.data} writes={writes} onEdit={() => setEditing(true)} />
              <Versions book={book.data} />
            </div>
          ))}
      </PageState>
    </ManagePage>
  )
}

function DraftCard({ book, writes, onEdit }: { book: RuleBook; writes: boolean; onEdit: () => void }) {
  const t = useTexts()
  const { draft } = book
  if (!draft)
    return (
      <section className={`card ${styles.card}`}>
        <EmptyState title={t('draft')}>{t('draftNone')}</EmptyState>
        {writes && (
          <button type="button" className="btn" onClick={onEdit}>
            {t('draftStart')}
          </button>
        )}
      </section>
    )
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('draft')}</h2>
      <p className={styles.reason}>{draft.reason}</p>
      <p className="s quiet">
        {t('draftBy', { author: draft.author, date: dayAndYear(draft.changedAt), version: draft.basedOn })}
      </p>
      <Changes book={book} changes={draft.changes} />
      {writes && <DraftActs onEdit={onEdit} />}
      <Replay book={book} draft={draft} writes={writes} />
      <Publish draft={draft} />
    </section>
  )
}

function DraftActs({ onEdit }: { onEdit: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const drop = useMutation({
    mutationFn: () => discardRuleDraft({}),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['ruleBook'] }),
  })
  return (
    <div className={styles.acts}>
      <button type="button" className="btn second small" onClick={onEdit}>
        {t('draftEdit')}
      </button>
      <button type="button" className="btn second small" aria-disabled={drop.isPending} onClick={() => drop.mutate()}>
        {t('draftDrop')}
      </button>
      <Refused error={drop.error} />
    </div>
  )
}

/** Publishing, or what stands in its way. */
function Publish({ draft }: { draft: Draft }) {
  const t = useTexts()
  const cache = useQueryClient()
  const me = useQuery(meQuery).data
  const publish = useMutation({
    mutationFn: () => publishRules({ body: { version: draft.version } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['ruleBook'] }),
  })
  const hint =
    me?.id === draft.authorId
      ? t('publishOwn')
      : me?.role !== 'admin'
        ? t('publishAdmin')
        : draft.replays.length === 0
          ? t('publishFirst')
          : undefined
  return (
    <div className={styles.publish}>
      <p className="s soft">{hint ?? t('publishReady')}</p>
      {!hint && (
        <button type="button" className="btn" aria-disabled={publish.isPending} onClick={() => publish.mutate()}>
          {t('publish')}
        </button>
      )}
      <Refused error={publish.error} />
    </div>
  )
}

/** What differs, each number by its name. */
export function Changes({ book, changes }: { book: Pick<RuleBook, 'start'>; changes: Change[] }) {
  const t = useTexts()
  return (
    <ul className={styles.changes}>
      {changes.map((change) => {
        const place = placeOf(book.start, change.at)
        return (
          <li key={change.at}>
            <span>{place ? t(place.label, { step: place.step ?? 0 }) : change.at}</span>
            <b className="fig">
              {t('change', { before: change.before || t('nothing'), after: change.after || t('nothing') })}
            </b>
          </li>
        )
      })}
    </ul>
  )
}

function Versions({ book }: { book: RuleBook }) {
  const t = useTexts()
  const running = book.versions.find((one) => one.inForce)?.version ?? 0
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('versions')}</h2>
      {book.versions.map((one) => (
        <details key={one.version} className={styles.version}>
          <summary>
            <b>{t('version', { version: one.version })}</b> {one.inForce && <span className="tag">{t('inForce')}</span>}
            {one.version > running && <span className="tag">{t('coming', { date: dayAndYear(one.effectiveAt) })}</span>}
            <span className="s soft">{one.changes.length > 0 && t('changesCount', { count: one.changes.length })}</span>
          </summary>
          {one.reason && <p>{one.reason}</p>}
          <p className="s quiet">
            {one.publisher ? t('byBoth', { author: one.author ?? '', publisher: one.publisher }) : t('shipped')}
          </p>
          <Changes book={book} changes={one.changes} />
        </details>
      ))}
    </section>
  )
}
