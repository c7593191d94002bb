import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { useActor } from '../../app/session'
import { Notes } from '../../beside/Notes'
import { useWatch } from '../../beside/useWatch'
import { Watchers } from '../../beside/Watchers'
import type { Conversation } from '../../client'
import { Bird, Face } from '../../design/Bird'
import { Star } from '../../design/Icon'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { useLanguage } from '../../i18n'
import { clock, customerName, day } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { withChanges } from '../../live/changes'
import { timelineQuery } from '../../live/timelineQuery'
import { brandQuery, conversationQuery, productsQuery } from '../../queries'
import { AbuseMark } from './AbuseMark'
import { offerLogQuery, staffReasonsQuery } from './api'
import styles from './conversations.module.css'
import { useTexts } from './i18n'
import { OfferLog } from './OfferLog'
import { RatingLink } from './RatingLink'
import { ReadTimeline } from './ReadTimeline'
import { nameIn } from './types'
import { useOutcomeNames, useStatusNames } from './words'

/**
 * One conversation to be read, as it goes on: what was said, what colleagues note, who else looks, and why this expert. Who
 * writes to the customer sees that somebody reads along.
 */
export function Reading() {
  const { id = '' } = useParams()
  const conversation = useQuery(conversationQuery(id))
  const timeline = useQuery(timelineQuery(id))
  const offers = useQuery(offerLogQuery(id))
  const timeZone = useQuery(brandQuery).data?.timeZone
  const open = conversation.data !== undefined && conversation.data.status !== 'closed'
  useWatch(id, open)
  return (
    <PageState queries={[conversation, timeline, offers]} part>
      {conversation.data && (
        <section className={`card ${list.form}`} aria-label={customerName(conversation.data.customer.name)}>
          <Head conversation={conversation.data} timeZone={timeZone} />
          <ReadTimeline
            entries={withChanges(timeline.data?.entries ?? [])}
            conversation={conversation.data}
            timeZone={timeZone}
          />
          <Beside conversation={conversation.data} />
          <OfferLog offers={offers.data?.items ?? []} timeZone={timeZone} />
        </section>
      )}
    </PageState>
  )
}

function Head({ conversation, timeZone }: { conversation: Conversation; timeZone: string | undefined }) {
  const t = useTexts()
  const statuses = useStatusNames()
  const words = useWords()
  const facts = useFacts(conversation)
  const { customer, expert, openedAt, status } = conversation
  return (
    <header className={styles.head}>
      <h2>{conversation.question || words('questionDeleted')}</h2>
      <p className="s quiet">
        {day(openedAt, timeZone)}, {clock(openedAt, timeZone)}. {facts.join(', ')}
      </p>
      <div className={styles.who}>
        <span className="row">
          <Face name={customerName(customer.name)} size={30} /> {customerName(customer.name)}
        </span>
        {expert && (
          <span className="row">
            <Bird number={expert.bird} size={30} /> {expert.displayName}
          </span>
        )}
        <span className={styles.status} data-status={status}>
          {statuses[status]}
        </span>
        <Outcome conversation={conversation} />
      </div>
      <Watchers conversationId={conversation.id} />
      {conversation.episode > 1 && <p className="s soft">{t('episode', { number: conversation.episode })}</p>}
    </header>
  )
}

/** What colleagues note, the whisper to who writes, and the way to take it over. */
function Beside({ conversation }: { conversation: Conversation }) {
  const t = useTexts()
  const me = useActor().id
  const { id, expert, staff, status } = conversation
  const held = status === 'assigned' || status === 'waiting'
  const holder = staff ? { id: staff.id, name: staff.name } : { id: expert?.id, name: expert?.displayName }
  const whisperTo = held && holder.id !== me ? holder.name : undefined
  return (
    <div className={styles.beside}>
      <Notes conversationId={id} whisperTo={whisperTo} live />
      <RatingLink conversation={conversation} />
      <AbuseMark conversation={conversation} />
      {status === 'closed' ? null : (
        <p className={styles.desk}>
          <Link className="btn second small" to={`/manage/desk/${id}`}>
            {t('toDesk')}
          </Link>
        </p>
      )}
    </div>
  )
}

/** Product, reason and language of a conversation, as far as they are known. */
function useFacts(conversation: Conversation): string[] {
  const t = useTexts()
  const language = useLanguage()
  const products = useQuery(productsQuery).data?.items ?? []
  const reasons = useQuery(staffReasonsQuery).data ?? []
  const product = products.find((one) => one.id === conversation.productId)?.name
  const chosen = conversation.closure?.reasonId ?? conversation.reasonId
  const reason = reasons.find((one) => one.id === chosen)
  return [
    ...(product ? [product] : []),
    reason ? nameIn(reason, language) : t('noReason'),
    t('language', { language: languageName(conversation.language) }),
  ]
}

function Outcome({ conversation }: { conversation: Conversation }) {
  const t = useTexts()
  const outcomes = useOutcomeNames()
  const { closure, rating } = conversation
  if (!closure) return null
  return (
    <span className="s soft row">
      {outcomes[closure.outcome]},{' '}
      {rating ? (
        <>
          <Star /> {t('stars', { count: rating.stars })}
        </>
      ) : (
        t('notRated')
      )}
    </span>
  )
}
