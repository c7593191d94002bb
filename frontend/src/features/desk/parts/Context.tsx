import { useQuery } from '@tanstack/react-query'
import { Notes } from '../../../beside/Notes'
import { Skeleton } from '../../../design/Skeleton'
import { useLanguage } from '../../../i18n'
import { customerName } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { contextQuery, reasonsQuery } from '../../../queries'
import type { Conversation } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { PromiseSection } from '../promises/PromiseSection'
import { CloseCard } from './CloseCard'
import { Greeting, Owns } from './ContextAbout'
import css from './context.module.css'
import { Earlier } from './Earlier'
import { HandOver } from './HandOver'
import { NextStep } from './PartingFields'
import { firstName } from './ReplyClock'

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
        {context ? <NextStep conversationId={conversationId} name={firstName(name)} beside /> : null}
        {conversation ? <PromiseSection conversation={conversation} /> : null}
        <div data-part="notes">
          <Notes conversationId={conversationId} />
        </div>
      </div>
      <div className={css.end}>
        <Likely reasonId={conversation?.reasonId} />
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

function Likely({ reasonId }: { reasonId: string | undefined }) {
  const t = useDeskTexts()
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items
  const reason = reasons?.find((each) => each.id === reasonId)
  if (!reason) return null
  return (
    <p className="s quiet">
      <Rich text={t('looksLike', { reason: reason.name })} marks={{ b: (inner) => <b className="soft">{inner}</b> }} />
    </p>
  )
}
