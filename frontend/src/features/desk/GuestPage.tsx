import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { Notes } from '../../beside/Notes'
import { useWatch } from '../../beside/useWatch'
import { Watchers } from '../../beside/Watchers'
import { Face } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { Skeleton } from '../../design/Skeleton'
import { useWords } from '../../design/words'
import { customerName } from '../../i18n/format'
import { withChanges } from '../../live/changes'
import { emptyTimeline } from '../../live/timeline'
import { timelineQuery } from '../../live/timelineQuery'
import { conversationQuery } from '../../queries'
import type { Conversation } from '../../queries/types'
import guest from './guest.module.css'
import { useDeskTexts } from './i18n'
import { threadOf } from './model/thread'
import lane from './parts/lane.module.css'
import { Thread } from './parts/Thread'
import { StepIn, useShadows } from './StepIn'

const noOutbox = [] as const
const nothing = () => undefined

/** GuestPage is a conversation that a colleague asked one to look at: to be read, and to note beside, until its close. */
export function GuestPage() {
  const t = useDeskTexts()
  const { id = '' } = useParams()
  const { data, error } = useQuery({ ...conversationQuery(id), retry: false })
  const gone = error !== null || data?.status === 'closed'
  return (
    <main className={guest.page}>
      <p>
        <Link to="/work" className={`s ${guest.back}`}>
          <Icon name="back" directed /> {t('guestBack')}
        </Link>
      </p>
      {gone ? (
        <EmptyState
          title={t('guestGone')}
          action={
            <Link className="btn second small" to="/work">
              {t('guestBack')}
            </Link>
          }
        >
          {t('guestGoneText')}
        </EmptyState>
      ) : null}
      {!gone && data ? <Guest key={id} conversation={data} /> : null}
      {gone || data ? null : <Skeleton awaited={t('awaitingDesk')} />}
    </main>
  )
}

function Guest({ conversation }: { conversation: Conversation }) {
  const t = useDeskTexts()
  const words = useWords()
  const { id, expert, status } = conversation
  useWatch(id)
  const shadows = useShadows(id)
  const timeline = useQuery(timelineQuery(id)).data ?? emptyTimeline
  const items = useMemo(
    () => threadOf(withChanges(timeline.entries), noOutbox, 0, (at) => new Date(at).toDateString()),
    [timeline],
  )
  const name = customerName(conversation.customer.name)
  const holder = status === 'queued' || status === 'offered' ? undefined : expert?.displayName
  return (
    <section className={`${lane.lane} ${lane.focused} ${guest.lane}`} aria-label={name}>
      <header className={lane.head}>
        <Face name={name} />
        <div className="grow">
          <h1 className={guest.name}>{name}</h1>
          <p className="s soft" dir="auto">
            {conversation.question || words('questionDeleted')}
          </p>
          <Watchers conversationId={id} />
        </div>
      </header>
      <div className={guest.body}>
        <div className={guest.chat}>
          <Thread
            conversationId={id}
            writes={false}
            name={name}
            items={items}
            onTakeBack={nothing}
            onBottom={nothing}
          />
          <p className={guest.only}>
            <Icon name="lock" size={16} />
            {holder ? t(shadows ? 'guestShadows' : 'guestOnly', { name: holder }) : t('guestNobody')}
          </p>
        </div>
        <div className={guest.notes}>
          {shadows && holder ? <StepIn id={id} /> : null}
          <Notes conversationId={id} whisperTo={shadows ? holder : undefined} live heading="h2" />
        </div>
      </div>
    </section>
  )
}
