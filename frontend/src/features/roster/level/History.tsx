import { day, dayAndYear, monthAndYear } from '../../../i18n/format'
import { AskPerson } from '../../../points/AskPerson'
import type { Level, Review } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { useLevelName } from './words'

/** Every level somebody came to, and how. */
export function History({ changes, zone }: { changes: Level['changes']; zone: string }) {
  const t = useTexts()
  const name = useLevelName()
  const said = (change: Level['changes'][number]) => {
    const level = name(change.to)
    if (change.cause === 'enrolled') return t('historyFirst', { level })
    if (change.cause === 'shadowed') return t('historyShadowed', { level })
    if (change.cause === 'invited') return t('historyInvited', { level })
    if (change.cause === 'appointed') return t('historyAppointed', { level })
    return t(change.to > (change.from ?? 0) ? 'historyUp' : 'historyDown', { level })
  }
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('historyTitle')}</h2>
      <ul className={styles.lines}>
        {changes.map((change) => (
          <li key={change.at}>
            <span>{said(change)}</span>
            <span className="fig s quiet">{dayAndYear(change.at, zone)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What a look did not give, or took; an open warning has an objection of its own. */
const asks = ({ verdict }: Review) => verdict === 'held' || verdict === 'demoted'

/** What the monthly look said. What it did not give can be taken to a person. */
export function Months({ reviews, zone, own = false }: { reviews: Review[]; zone: string; own?: boolean }) {
  const t = useTexts()
  const said = (review: Review) => {
    const verdict = t(review.verdict, { date: review.graceUntil ? day(review.graceUntil, zone) : '' })
    return review.note ? `${verdict}: ${t(`note_${review.note}`)}` : verdict
  }
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('reviewsTitle')}</h2>
      {reviews.length === 0 ? (
        <p className="s soft">{t('reviewsEmpty')}</p>
      ) : (
        <ul className={styles.lines}>
          {reviews.map((review) => (
            <li key={review.month}>
              <span>{monthAndYear(review.month)}</span>
              <span className="s soft">{said(review)}</span>
              {own && asks(review) && <AskPerson about={`level:${review.id}`} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
