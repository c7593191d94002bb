import { useState } from 'react'
import { useNavigate } from 'react-router'
import { FlagDialog } from '../../beside/flag/FlagDialog'
import type { Conversation, Entry } from '../../client'
import { useReads } from '../../design/Acts'
import { FactCard } from '../../design/FactCard'
import { clock, customerName, day } from '../../i18n/format'
import { isChange } from '../../live/changes'
import styles from './conversations.module.css'
import { useTexts } from './i18n'

interface Props {
  entries: readonly Entry[]
  conversation: Conversation
  timeZone: string | undefined
}

/** What was said and what happened, in its order, read-only. Read marks are left out. */
export function ReadTimeline({ entries, conversation, timeZone }: Props) {
  const t = useTexts()
  const shown = entries.filter((entry) => entry.kind !== 'read' && !isChange(entry))
  return (
    <section aria-label={t('timeline')}>
      <h3 className={styles.part}>{t('timeline')}</h3>
      <ol className={styles.timeline}>
        {shown.map((entry, index) => (
          <li
            key={entry.seq}
            className={entry.kind === 'message' ? styles.said : styles.happened}
            data-role={entry.author.role}
          >
            {newDay(shown[index - 1], entry, timeZone) && (
              <span className={`fig ${styles.day}`}>{day(entry.at, timeZone)}</span>
            )}
            {entry.kind === 'message' ? (
              <Said entry={entry} conversation={conversation} timeZone={timeZone} />
            ) : (
              <Happened entry={entry} timeZone={timeZone} />
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}

function newDay(before: Entry | undefined, entry: Entry, timeZone: string | undefined): boolean {
  return !before || day(before.at, timeZone) !== day(entry.at, timeZone)
}

function Said({ entry, conversation, timeZone }: { entry: Entry } & Omit<Props, 'entries'>) {
  const t = useTexts()
  const name = entry.author.name || (entry.author.role === 'customer' ? customerName(conversation.customer.name) : '')
  return (
    <>
      {entry.deletedAt ? (
        <p className={styles.gone}>{t(entry.hidden ? 'hiddenTeam' : 'deleted')}</p>
      ) : (
        <p className={styles.bubble} dir="auto">
          {entry.text}
          {entry.editedAt ? <small className={styles.edited}>{t('edited')}</small> : null}
        </p>
      )}
      {entry.data?.facts?.map((fact) => (
        <FactCard key={fact.id} fact={fact} sourceLabel={t('factSource', { source: fact.source })} />
      ))}
      <span className={`xs quiet ${styles.meta}`}>
        {name} <span className="fig">{clock(entry.at, timeZone)}</span>
        {entry.messageId && !entry.deletedAt && <FlagIt conversationId={conversation.id} messageId={entry.messageId} />}
      </span>
    </>
  )
}

/** The way to flag a message, and on to its decision. */
function FlagIt({ conversationId, messageId }: { conversationId: string; messageId: string }) {
  const t = useTexts()
  const go = useNavigate()
  const reads = useReads()
  const [asking, setAsking] = useState(false)
  if (reads) return null
  return (
    <>
      <button type="button" className={styles.flag} onClick={() => setAsking(true)}>
        {t('flag')}
      </button>
      {asking && (
        <FlagDialog
          conversationId={conversationId}
          messageId={messageId}
          onClose={() => setAsking(false)}
          onRaised={(id) => void go(`/manage/queue/${id}`)}
        />
      )}
    </>
  )
}

function Happened({ entry, timeZone }: { entry: Entry; timeZone: string | undefined }) {
  const words = useHappened(entry)
  return (
    <span className="s quiet">
      {words} <span className="fig">{clock(entry.at, timeZone)}</span>
    </span>
  )
}

/** What happened, by the stable word that the desk wrote down. */
function useHappened(entry: Entry): string {
  const t = useTexts()
  switch (entry.data?.why) {
    case 'opened':
      return t('eventQueued')
    case 'next_expert':
      return t('eventNextExpert')
    case 'accepted':
      return t('eventAssigned', { name: entry.author.name ?? '' })
    case 'expert_silent':
      return t('eventExpertSilent')
    case 'expert_vanished':
      return t('eventExpertVanished')
    case 'customer_silent':
      return t('eventCustomerSilent')
    case 'closed':
      return t('eventClosed')
    case 'customer':
      return t('eventConfirmedCustomer')
    case 'silence':
      return t('eventConfirmedSilence')
    case 'rating':
      return entry.kind === 'rating' ? t('eventRated') : t('eventConfirmedRating')
    default:
      return statusWords(t, entry)
  }
}

function statusWords(t: ReturnType<typeof useTexts>, entry: Entry): string {
  switch (entry.status) {
    case 'queued':
      return t('eventQueued')
    case 'offered':
      return t('eventOffered')
    case 'waiting':
      return t('eventWaiting')
    case 'closed':
      return t('eventClosed')
    default:
      return t('assigned')
  }
}
