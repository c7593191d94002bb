import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import { Mentions } from '../../beside/Mentions'
import type { ConversationSummary } from '../../client'
import { Face } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { clock, customerName, day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { conversationPages } from './api'
import styles from './conversations.module.css'
import { Effort } from './Effort'
import { useTexts } from './i18n'
import type { ConversationStatus } from './types'
import { useStatusNames } from './words'

const order: ConversationStatus[] = ['queued', 'offered', 'assigned', 'waiting', 'closed']

/** Every conversation, to read, with the reasons why it went to whom. */
export function ConversationsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage title={t('conversationsTitle')} lead={t('conversationsLead')}>
      {!detail && <Effort />}
      <ListDetail
        list={<ConversationList />}
        detail={detail}
        hint={<EmptyState title={t('conversationsHintTitle')}>{t('conversationsHint')}</EmptyState>}
        backTo="/manage/conversations"
      />
    </ManagePage>
  )
}

function ConversationList() {
  const t = useTexts()
  const words = useWords()
  const names = useStatusNames()
  const [status, setStatus] = useState<ConversationStatus | 'all'>('all')
  const conversations = useInfiniteQuery(conversationPages(status))
  const timeZone = useQuery(brandQuery).data?.timeZone
  const rows = conversations.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('conversationsTitle')}>
      <div className={list.tools}>
        <SelectField
          label={t('status')}
          value={status}
          onChange={setStatus}
          options={[{ value: 'all', label: t('all') }, ...order.map((value) => ({ value, label: names[value] }))]}
        />
        <Mentions to={(id) => `/manage/conversations/${id}`} />
      </div>
      <PageState queries={[conversations]} part>
        {rows.length === 0 && <NoRows filtered={status !== 'all'} />}
        <ul className={list.rows}>
          {rows.map((conversation) => (
            <li key={conversation.id}>
              <Row conversation={conversation} timeZone={timeZone} />
            </li>
          ))}
        </ul>
        {conversations.hasNextPage && (
          <button
            type="button"
            className={`btn second small ${styles.more}`}
            aria-busy={conversations.isFetchingNextPage}
            onClick={() => void conversations.fetchNextPage()}
          >
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function NoRows({ filtered }: { filtered: boolean }) {
  const t = useTexts()
  if (filtered) return <p className="s soft">{t('conversationsEmptyStatus')}</p>
  return (
    <EmptyState
      title={t('conversationsEmptyTitle')}
      action={
        <Link className="btn second small" to="/manage/settings">
          {t('toSettings')}
        </Link>
      }
    >
      {t('conversationsEmpty')}
    </EmptyState>
  )
}

function Row({ conversation, timeZone }: { conversation: ConversationSummary; timeZone: string | undefined }) {
  const t = useTexts()
  const words = useWords()
  const names = useStatusNames()
  const { id, customer, expert, question, openedAt, status } = conversation
  return (
    <NavLink to={`/manage/conversations/${id}`} className={list.row}>
      <Face name={customerName(customer.name)} size={30} />
      <span>
        <span className={styles.question}>
          <b className={list.name}>{question || words('questionDeleted')}</b>
        </span>
        <span className="s quiet">
          {customerName(customer.name)}, {expert ? t('by', { name: expert.displayName }) : t('nobody')}
        </span>
      </span>
      <span className={list.aside}>
        <span className={styles.status} data-status={status}>
          {names[status]}
        </span>
        <span className={`fig quiet ${styles.when}`}>
          {day(openedAt, timeZone)} {clock(openedAt, timeZone)}
        </span>
      </span>
    </NavLink>
  )
}
