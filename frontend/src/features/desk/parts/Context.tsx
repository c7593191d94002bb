import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Notes } from '../../../beside/Notes'
import { Skeleton } from '../../../design/Skeleton'
import { useLanguage } from '../../../i18n'
import { customerName } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { contextQuery, reasonsQuery } from '../../../queries'
import type { Conversation } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { sure, useSuggestions } from '../model/suggestions'
import { PromiseSection } from '../promises/PromiseSection'
import { CloseCard } from './CloseCard'
import { Greeting, Owns } from './ContextAbout'
import css from './context.module.css'
import { Earlier } from './Earlier'
import { HandOver } from './HandOver'
import { NextStep } from './PartingFields'
import { firstName } from './ReplyClock'
import { Similar } from './Similar'

// Seldom needed, so it comes after the lane.
const SignalProblem = lazy(async () => ({ default: (await import('./SignalProblem')).SignalProblem }))

/** OnClosed hears that a conversation left the lane: closed, or handed over. */
export type OnClosed = (name: string, how?: 'handedOver') => void

interface Props {
  conversation: Conversation | undefined
  conversationId: string
  onClosed: OnClosed
  keys?: boolean
  /** the lane is the team's own */
  team?: boolean
}

/** Context is what helps to answer: who it is, what they own and asked before, the next step, and the way to close. */
export function Context({ conversation, conversationId, onClosed, keys, team }: Props) {
  const t = useDeskTexts()
  const known = useQuery(contextQuery(conversationId))
  const context = known.data
  const name = customerName(conversation?.customer.name)
  return (
    <aside className={css.context} aria-label={t('context', { name })}>
      <div className={css.facts}>
        {context ? null : <Unknown failed={known.isError} retry={() => void known.refetch()} />}
        {context ? <Greeting customer={context.customer} /> : null}
        {context ? <Owns context={context} /> : null}
        {context ? <Earlier conversationId={conversationId} earlier={context.earlier} /> : null}
        {conversation ? <Similar conversation={conversation} /> : null}
        {context ? <NextStep conversationId={conversationId} name={firstName(name)} beside /> : null}
        {conversation ? <PromiseSection conversation={conversation} /> : null}
        <div data-part="notes">
          <Notes conversationId={conversationId} />
        </div>
        {conversation && !team ? (
          <Suspense fallback={null}>
            <SignalProblem conversation={conversation} />
          </Suspense>
        ) : null}
      </div>
      <div className={css.end}>
        {conversation ? <Likely conversation={conversation} /> : null}
        {conversation ? (
          <HandOver
            conversation={conversation}
            onHandedOver={(name) => onClosed(name, 'handedOver')}
            keys={keys}
            team={team}
          />
        ) : null}
        {conversation ? <CloseCard conversation={conversation} onClosed={onClosed} keys={keys} team={team} /> : null}
      </div>
    </aside>
  )
}

/** Unknown stands for what is known until it came, and says so when it did not. */
function Unknown({ failed, retry }: { failed: boolean; retry: () => void }) {
  const t = useDeskTexts()
  if (!failed) return <Skeleton awaited={t('contextAwaited')} />
  return (
    <div role="alert">
      <p className="soft">{t('contextFailed')}</p>
      <button type="button" className="btn text small" onClick={retry}>
        {t('tryAgain')}
      </button>
    </div>
  )
}

/** Likely is what it seems to be about: what closed conversations teach, or what the customer chose. */
function Likely({ conversation }: { conversation: Conversation }) {
  const t = useDeskTexts()
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  const first = useSuggestions(conversation)?.reasons[0]
  const chosen = reasons?.find((each) => each.id === conversation.reasonId)
  const name = first && first.share >= sure ? first.name : chosen?.name
  if (!name) return null
  return (
    <p className="s quiet">
      <Rich text={t('looksLike', { reason: name })} marks={{ b: (inner) => <b className="soft">{inner}</b> }} />
    </p>
  )
}
