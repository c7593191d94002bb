import { useMutation } from '@tanstack/react-query'
import { type Conversation, makeRatingLink } from '../../client'
import { useReads } from '../../design/Acts'
import { OneTimeLink } from '../../design/OneTimeLink'
import { Refused } from '../../design/Refused'
import { customerName } from '../../i18n/format'
import styles from './conversations.module.css'
import { useTexts } from './i18n'

/** RatingLink makes the personal link by which a customer who is not in the chat any more rates the last answer. */
export function RatingLink({ conversation }: { conversation: Conversation }) {
  const t = useTexts()
  const reads = useReads()
  const { id, status, expert, rating, customer } = conversation
  const make = useMutation({ mutationFn: () => makeRatingLink({ path: { id } }) })
  if (reads || status !== 'closed' || !expert || rating) return null
  if (make.data) {
    return <OneTimeLink link={make.data.link} expiresAt={make.data.expiresAt} name={customerName(customer.name)} />
  }
  return (
    <div className="stack">
      <p className={styles.desk}>
        <button
          type="button"
          className="btn second small"
          aria-disabled={make.isPending}
          onClick={() => make.isPending || make.mutate()}
        >
          {t('ratingLink')}
        </button>
      </p>
      <p className="xs quiet">{t('ratingLinkHint')}</p>
      <Refused error={make.error} />
    </div>
  )
}
