import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { NavLink, useOutlet } from 'react-router'
import type { Sample } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { day } from '../../i18n/format'
import css from './growth.module.css'
import { useTexts } from './i18n'

type Waiter = Pick<Sample, 'id' | 'question' | 'topic' | 'expert' | 'drawnAt'>

interface Props<S extends Waiter> {
  title: string
  lead: string
  action?: ReactNode
  /** Where the list is; a conversation stands under it by its id. */
  at: string
  waiting: UseQueryResult<{ items: S[] }>
  /** What is said when nothing waits. */
  empty: { title: string; text: string }
  tag?: (sample: S) => string
}

/** Waiting is the page of conversations that wait to be marked, the open one beside the list. */
export function Waiting<S extends Waiter>({ title, lead, action, at, waiting, empty, tag }: Props<S>) {
  const t = useTexts()
  const detail = useOutlet()
  const items = waiting.data?.items ?? []
  return (
    <ManagePage title={title} lead={lead} action={action}>
      <ListDetail
        list={
          <section className={`card ${list.card}`} aria-label={t('samplesList')}>
            <PageState queries={[waiting]} part>
              {items.length === 0 ? <EmptyState title={empty.title}>{empty.text}</EmptyState> : null}
              <ul className={list.rows}>
                {items.map((sample) => (
                  <li key={sample.id}>
                    <Row to={`${at}/${sample.id}`} sample={sample} tag={tag?.(sample)} />
                  </li>
                ))}
              </ul>
            </PageState>
          </section>
        }
        detail={detail}
        hint={items.length > 0 ? <EmptyState title={t('pickSample')}>{t('pickSampleText')}</EmptyState> : null}
        backTo={at}
      />
    </ManagePage>
  )
}

function Row({ to, sample, tag }: { to: string; sample: Waiter; tag?: string }) {
  return (
    <NavLink to={to} className={`${list.row} ${css.pick}`}>
      <span>
        <b className={`${list.name} ${css.clamp}`}>{sample.question || sample.topic}</b>
        <span className="s soft">
          {sample.expert.name}
          {sample.topic ? `, ${sample.topic}` : null}, {day(sample.drawnAt)}
        </span>
      </span>
      {tag ? <span className="tag">{tag}</span> : null}
    </NavLink>
  )
}
