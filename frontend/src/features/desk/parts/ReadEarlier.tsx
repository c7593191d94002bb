import { useQuery } from '@tanstack/react-query'
import { getEarlierConversation } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { ErrorNote } from '../../../design/ErrorNote'
import { FactCard } from '../../../design/FactCard'
import { Skeleton } from '../../../design/Skeleton'
import { useWords } from '../../../design/words'
import { clock, dayAndYear } from '../../../i18n/format'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { type EarlierOne, endedWords } from '../model/earlier'
import { type Bubble, threadOf } from '../model/thread'
import css from './context.module.css'
import thread from './thread.module.css'

interface ReadProps {
  conversationId: string
  earlier: EarlierOne
  onClose: () => void
}

/** ReadEarlier shows an earlier conversation, to be read only, as long as this one is mine. */
export function ReadEarlier({ conversationId, earlier, onClose }: ReadProps) {
  const t = useDeskTexts()
  const deleted = useWords()('questionDeleted')
  const read = useQuery({
    queryKey: ['conversations', conversationId, 'earlier', earlier.id],
    queryFn: ({ signal }) => getEarlierConversation({ path: { id: conversationId, earlierId: earlier.id }, signal }),
  })
  return (
    <Dialog
      wide
      title={earlier.question || deleted}
      lead={`${dayAndYear(earlier.openedAt)}. ${endedWords(earlier, t)}`}
      onClose={onClose}
    >
      {read.error ? (
        <ErrorNote title={t('earlierFailed')} action={{ label: t('tryAgain'), run: () => void read.refetch() }}>
          {t('earlierFailedText')}
        </ErrorNote>
      ) : null}
      {read.data ? (
        <Said entries={read.data.entries} t={t} />
      ) : read.error ? null : (
        <Skeleton awaited={t('awaitingDesk')} />
      )}
      <p className={`xs quiet ${css.only}`}>{t('earlierOnly')}</p>
    </Dialog>
  )
}

function Said({ entries, t }: { entries: Parameters<typeof threadOf>[0]; t: DeskTexts }) {
  const items = threadOf(entries, [], 0, (at) => new Date(at).toDateString())
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is read must be reachable by keyboard
    <section className={thread.messages} tabIndex={0} aria-label={t('earlierTalk')}>
      {items.map((item) => {
        if (item.kind === 'bubble') return <Line key={item.key} bubble={item.bubble} t={t} />
        if (item.kind === 'day') {
          return (
            <p key={item.key} className={thread.rule}>
              {dayAndYear(item.at)}
            </p>
          )
        }
        return null
      })}
    </section>
  )
}

function Line({ bubble, t }: { bubble: Bubble; t: DeskTexts }) {
  return (
    <div
      className={`${thread.message} ${bubble.mine ? thread.mine : thread.theirs} ${bubble.joined ? thread.joined : ''}`}
    >
      <div className={thread.bubble} dir="auto">
        <p>{bubble.deleted ? t('deletedTheirs') : bubble.text}</p>
        {bubble.facts?.map((fact) => (
          <FactCard key={fact.id} fact={fact} sourceLabel={t('factSource', { source: fact.source })} />
        ))}
      </div>
      {bubble.last ? (
        <time className={`fig ${thread.meta}`} dateTime={bubble.at}>
          {clock(bubble.at)}
        </time>
      ) : null}
    </div>
  )
}
