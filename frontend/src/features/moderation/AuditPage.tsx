import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import type { Audit } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { SelectField, TextField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useRefusalSentence, useWords } from '../../design/words'
import { clock, dayAndYear } from '../../i18n/format'
import { momentOf } from '../../i18n/moment'
import { brandQuery } from '../../queries'
import { type AuditQuery, auditPages, saveAudit } from './api'
import css from './audit.module.css'
import { useTexts } from './i18n'

const names = ['kind', 'actor', 'action', 'subject', 'since', 'until'] as const

/** What the address asks for: from the midnight that begins the first day to the one that ends the last, in the brand's zone. */
function asked(params: URLSearchParams, timeZone: string): AuditQuery {
  const query: AuditQuery = {}
  const kind = params.get('kind')
  if (kind === 'change' || kind === 'read') query.kind = kind
  for (const name of ['actor', 'action', 'subject'] as const) query[name] = params.get(name)?.trim() || undefined
  for (const name of ['since', 'until'] as const) {
    const date = params.get(name) ?? ''
    const midnight = new Date(`${date}T00:00:00Z`)
    if (!/^[12]\d{3}-/.test(date) || Number.isNaN(midnight.getTime())) continue // a year may be half typed
    if (name === 'until') midnight.setUTCDate(midnight.getUTCDate() + 1)
    query[name] = momentOf(midnight.toISOString().slice(0, 10), '00:00', timeZone).toISOString()
  }
  return query
}

/** AuditPage is who changed what and who read what, with the way to take it along. */
export function AuditPage() {
  const t = useTexts()
  const words = useWords()
  const [params, setParams] = useSearchParams()
  const brand = useQuery(brandQuery)
  const query = asked(params, brand.data?.timeZone ?? 'UTC')
  const pages = useInfiniteQuery({ ...auditPages(query), enabled: brand.isSuccess })
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? []
  const ask = (name: (typeof names)[number], value: string) => {
    const next = new URLSearchParams(params)
    if (value) next.set(name, value)
    else next.delete(name)
    setParams(next, { replace: true })
  }
  const field = (name: (typeof names)[number]) => ({
    value: params.get(name) ?? '',
    onChange: (value: string) => ask(name, value),
  })
  return (
    <ManagePage title={t('auditTitle')} lead={t('auditLead')} action={<Save query={query} />}>
      <section className={`card ${css.filter}`} aria-label={t('kinds')}>
        <SelectField
          label={t('kinds')}
          {...field('kind')}
          options={[
            { value: '', label: t('both') },
            { value: 'change', label: t('changes') },
            { value: 'read', label: t('readings') },
          ]}
        />
        <TextField label={t('action')} maxLength={64} {...field('action')} />
        <TextField label={t('who')} maxLength={64} {...field('actor')} />
        <TextField label={t('subject')} maxLength={160} {...field('subject')} />
        <TextField label={t('since')} type="date" {...field('since')} />
        <TextField label={t('until')} type="date" {...field('until')} />
      </section>
      <section className={`card ${list.card}`} aria-label={t('lines')}>
        <PageState queries={[brand, pages]} part>
          {rows.length === 0 && <EmptyState title={t('nothing')}>{t('nothingText')}</EmptyState>}
          <ol className={css.lines}>
            {rows.map((line) => (
              <Line key={line.id} line={line} ask={ask} />
            ))}
          </ol>
          {rows.some((line) => Object.values(line.became).includes('•')) && <p className="s quiet">{t('personal')}</p>}
          {pages.hasNextPage && (
            <button type="button" className="btn second small" onClick={() => void pages.fetchNextPage()}>
              {words('more')}
            </button>
          )}
        </PageState>
      </section>
    </ManagePage>
  )
}

function Save({ query }: { query: AuditQuery }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const save = useMutation<void, ProblemError, 'csv' | 'jsonl'>({ mutationFn: (format) => saveAudit(query, format) })
  return (
    <div className={css.save}>
      <button type="button" className="btn second" disabled={save.isPending} onClick={() => save.mutate('csv')}>
        {t('asTable')}
      </button>
      <button type="button" className="btn second" disabled={save.isPending} onClick={() => save.mutate('jsonl')}>
        {t('asLines')}
      </button>
      {save.error && <ErrorNote title={t('refused')}>{sentence(save.error)}</ErrorNote>}
    </div>
  )
}

interface LineProps {
  line: Audit
  ask: (name: 'actor' | 'action' | 'subject', value: string) => void
}

/** One line: when, who, what to what; and below it how it was and is. */
function Line({ line, ask }: LineProps) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const changed = [...new Set([...Object.keys(line.was), ...Object.keys(line.became)])].sort()
  return (
    <li className={css.line}>
      <span className={css.when}>
        <span className="s soft">{dayAndYear(line.at, timeZone)}</span>{' '}
        <b className="fig">{clock(line.at, timeZone)}</b>
      </span>
      <div className={css.what}>
        <p>
          <button type="button" className={css.pick} title={t('onlyThis')} onClick={() => ask('actor', line.actorId)}>
            {line.name || line.actorId}
          </button>{' '}
          <span className="s soft">{t(`role_${line.role}`)}</span>
        </p>
        <p className={css.did}>
          <span className={line.kind === 'read' ? 'tag' : 'tag ok'}>
            {t(line.kind === 'read' ? 'read' : 'changed')}
          </span>
          <button type="button" className={css.pick} title={t('onlyThis')} onClick={() => ask('action', line.action)}>
            <code>{line.action}</code>
          </button>
          {line.subject && (
            <button
              type="button"
              className={css.pick}
              title={t('onlyThis')}
              onClick={() => ask('subject', line.subject)}
            >
              <code>{line.subject}</code>
            </button>
          )}
        </p>
        {changed.length > 0 && (
          <table className={css.diff}>
            <thead>
              <tr>
                <th scope="col">{t('field')}</th>
                <th scope="col">{t('was')}</th>
                <th scope="col">{t('became')}</th>
              </tr>
            </thead>
            <tbody>
              {changed.map((name) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{line.was[name] ?? <span className="quiet">{t('none')}</span>}</td>
                  <td>{line.became[name] ?? <span className="quiet">{t('none')}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </li>
  )
}
