import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getEarlierConversation } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { ErrorNote } from '../../../design/ErrorNote'
import { FactCard } from '../../../design/FactCard'
import { Skeleton } from '../../../design/Skeleton'
import { useWords } from '../../../design/words'
import { clock, day, dayAndYear } from '../../../i18n/format'
import type { Context } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { type Bubble, threadOf } from '../model/thread'
import css from './context.module.css'
import thread from './thread.module.css'

type EarlierOne = Context['earlier'][number]

const shown = 4

/** Earlier is what the customer asked before, how it ended and what was left; each opens to be read. */
export function Earlier({ conversationId, earlier }: { conversationId: string; earlier: readonly EarlierOne[] }) {
  const t = useDeskTexts()
  const deleted = useWords()('questionDeleted')
  const [all, setAll] = useState(false)
  const [opened, setOpened] = useState<EarlierOne>()
  if (earlier.length === 0) return null
  return (
    <section data-part="before">
      <h3>{t('wroteBefore')}</h3>
      <ul className={css.before}>
        {earlier.slice(0, all ? undefined : shown).map((each) => (
          <li key={`${each.id}:${each.episode}`}>
            <span className="fig quiet">{day(each.openedAt)}</span>
            <div>
              {each.id === conversationId ? (
                <p>{each.question || deleted}</p>
              ) : (
                <button type="button" className={css.read} onClick={() => setOpened(each)}>
                  {each.question || deleted}
                </button>
              )}
              <p className="quiet">{endedWords(each, t)}</p>
              {each.tip ? <p className="soft">{t('tipWas', { tip: each.tip })}</p> : null}
              {each.nextStep ? <p className="soft">{t('nextStepWas', { step: each.nextStep })}</p> : null}
            </div>
          </li>
        ))}
      </ul>
      {earlier.length > shown && !all ? (
        <button type="button" className={`btn text small ${css.more}`} onClick={() => setAll(true)}>
          {t('earlierMore', { count: earlier.length - shown })}
        </button>
      ) : null}
      {opened ? (
        <ReadEarlier conversationId={conversationId} earlier={opened} onClose={() => setOpened(undefined)} />
      ) : null}
    </section>
  )
}

/** endedWords is the outcome, the reason and who answered, as far as they are known. */
function endedWords(each: EarlierOne, t: DeskTexts): string {
  const outcome = each.outcome ? t(`outcome_${each.outcome}`) : undefined
  const who = each.me ? t('byYou') : each.expertName
  return [outcome, each.reasonName, who].filter(Boolean).join(', ')
}

interface ReadProps {
  conversationId: string
  earlier: EarlierOne
  onClose: () => void
}

/** ReadEarlier shows an earlier conversation, to be read only, as long as this one is mine. */
function ReadEarlier({ conversationId, earlier, onClose }: ReadProps) {
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
        <p>{bubble.text}</p>
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
