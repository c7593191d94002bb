import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import type { Conversation } from '../../client'
import { Bird, Face } from '../../design/Bird'
import { Star } from '../../design/Icon'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useLanguage } from '../../i18n'
import { clock, customerName, day } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { brandQuery, conversationQuery, productsQuery } from '../../queries'
import { offerLogQuery, readingQuery, staffReasonsQuery } from './api'
import styles from './conversations.module.css'
import { useTexts } from './i18n'
import { OfferLog } from './OfferLog'
import { ReadTimeline } from './ReadTimeline'
import { nameIn } from './types'
import { useOutcomeNames, useStatusNames } from './words'

/** One conversation to be read: what was said, and why this expert. */
export function Reading() {
  const { id = '' } = useParams()
  const conversation = useQuery(conversationQuery(id))
  const timeline = useInfiniteQuery(readingQuery(id))
  const offers = useQuery(offerLogQuery(id))
  const timeZone = useQuery(brandQuery).data?.timeZone
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = timeline
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return (
    <PageState queries={[conversation, timeline, offers]} part>
      {conversation.data && (
        <section className={`card ${list.form}`} aria-label={conversation.data.question}>
          <Head conversation={conversation.data} timeZone={timeZone} />
          <ReadTimeline
            entries={timeline.data?.pages.flatMap((page) => page.entries) ?? []}
            conversation={conversation.data}
            timeZone={timeZone}
          />
          <OfferLog offers={offers.data?.items ?? []} timeZone={timeZone} />
        </section>
      )}
    </PageState>
  )
}

function Head({ conversation, timeZone }: { conversation: Conversation; timeZone: string | undefined }) {
  const t = useTexts()
  const statuses = useStatusNames()
  const facts = useFacts(conversation)
  const { customer, expert, openedAt, status } = conversation
  return (
    <header className={styles.head}>
      <h2>{conversation.question}</h2>
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
      {conversation.episode > 1 && <p className="s soft">{t('episode', { number: conversation.episode })}</p>}
    </header>
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
