import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useOutlet, useParams } from 'react-router'
import type { ConversationSummary } from '../../client'
import { Face } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { Skeleton } from '../../design/Skeleton'
import { useWords } from '../../design/words'
import { useLanguage } from '../../i18n'
import { customerName } from '../../i18n/format'
import { useServerSecond } from '../../live/serverTime'
import { useLiveStatus } from '../../live/status'
import { reasonsQuery } from '../../queries'
import { useTeamTexts } from './i18n/team'
import { minutes } from './model/clocks'
import { teamMineQuery, teamQueueQuery } from './model/team'
import { firstName } from './parts/ReplyClock'
import css from './team.module.css'

const pollWhileDown = 5_000

/** TeamDeskPage is the managers' own desk: who waits for the team, what is mine, and one conversation beside it. */
export function TeamDeskPage() {
  const t = useTeamTexts()
  const refetchInterval = useLiveStatus() === 'down' ? pollWhileDown : false
  const queue = useQuery({ ...teamQueueQuery, refetchInterval })
  const mine = useQuery({ ...teamMineQuery, refetchInterval })
  const detail = useOutlet()
  const failed = queue.error ?? mine.error
  return (
    <ManagePage title={t('desk')} lead={t('deskLead')}>
      <ListDetail
        backTo="/manage/desk"
        list={
          queue.data && mine.data ? (
            <Lists waiting={queue.data.items} mine={mine.data.items} />
          ) : failed ? (
            <ErrorNote
              title={t('failed')}
              action={{
                label: t('tryAgain'),
                run: () => {
                  void queue.refetch()
                  void mine.refetch()
                },
              }}
            >
              {t('failedText')}
            </ErrorNote>
          ) : (
            <Skeleton awaited={t('loading')} />
          )
        }
        detail={detail}
        hint={<p className="quiet">{t('pick')}</p>}
      />
    </ManagePage>
  )
}

function Lists({ waiting, mine }: { waiting: readonly ConversationSummary[]; mine: readonly ConversationSummary[] }) {
  const t = useTeamTexts()
  return (
    <div className={css.lists}>
      <section className={`card ${list.card}`} aria-label={t('waiting')}>
        <h2 className={css.title}>
          {t('waiting')}
          {waiting.length > 0 ? <span className="tag ember fig">{waiting.length}</span> : null}
        </h2>
        {waiting.length === 0 ? (
          <EmptyState title={t('nobodyWaits')}>{t('nobodyWaitsText')}</EmptyState>
        ) : (
          <Rows items={waiting} waits />
        )}
        <Announce count={waiting.length} />
      </section>
      <section className={`card ${list.card}`} aria-label={t('mine')}>
        <h2 className={css.title}>{t('mine')}</h2>
        {mine.length === 0 ? <p className="s quiet">{t('nothingMine')}</p> : <Rows items={mine} />}
      </section>
    </div>
  )
}

function Rows({ items, waits }: { items: readonly ConversationSummary[]; waits?: boolean }) {
  return (
    <ul className={list.rows}>
      {items.map((each) => (
        <li key={each.id}>
          <Row conversation={each} waits={waits} />
        </li>
      ))}
    </ul>
  )
}

function Row({ conversation, waits }: { conversation: ConversationSummary; waits?: boolean }) {
  const { id: picked } = useParams()
  const deleted = useWords()('questionDeleted')
  const name = customerName(conversation.customer.name)
  return (
    <Link
      to={`/manage/desk/${conversation.id}`}
      className={`${list.row} ${css.row}`}
      aria-current={picked === conversation.id ? 'true' : undefined}
    >
      <Face name={name} size={40} waiting={waits} />
      <span className={css.words}>
        <strong>{name}</strong>
        <span className={`s soft ${css.question}`} dir="auto">
          {conversation.question || deleted}
        </span>
        <Topic reasonId={conversation.reasonId} />
      </span>
      {waits ? <Waits since={conversation.queuedAt} /> : <Turn conversation={conversation} name={firstName(name)} />}
    </Link>
  )
}

function Topic({ reasonId }: { reasonId: string | undefined }) {
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  const reason = reasons?.find((each) => each.id === reasonId)
  return reason ? <span className="xs quiet">{reason.name}</span> : null
}

/** Waits counts how long somebody waits; screen readers read it once, with the row. */
function Waits({ since }: { since: string | undefined }) {
  const t = useTeamTexts()
  const now = useServerSecond()
  if (!since) return null
  const waited = Math.max(0, now - Math.floor(Date.parse(since) / 1_000))
  return (
    <span className={css.clock}>
      <b className="fig" data-late={waited >= late || undefined}>
        {minutes(waited)}
      </b>
      <span className="hidden">{t('waitsSince', { time: minutes(waited) })}</span>
    </span>
  )
}

const late = 300

function Turn({ conversation, name }: { conversation: ConversationSummary; name: string }) {
  const t = useTeamTexts()
  if (conversation.status === 'assigned') return <span className="tag ember">{t('yourTurn')}</span>
  return <span className="xs quiet">{t('theirTurn', { name })}</span>
}

/** Announce tells a screen reader when somebody more waits. */
function Announce({ count }: { count: number }) {
  const t = useTeamTexts()
  const [known, setKnown] = useState(count)
  const [words, setWords] = useState('')
  useEffect(() => {
    if (count > known) setWords(t('announce', { count }))
    setKnown(count)
  }, [count, known, t])
  return (
    <span className="hidden" role="status">
      {words}
    </span>
  )
}
