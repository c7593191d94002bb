import type { Decided } from '../../client'
import { day } from '../../i18n/format'
import { AskPerson } from '../../points/AskPerson'
import styles from './cases.module.css'
import { useTexts } from './i18n'

/** DecisionCard is what a moderator decided about an expert's words, why, and the way to take it to somebody else. */
export function DecisionCard({ one }: { one: Decided }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card}`} aria-label={`${t('decisions')}, ${day(one.at)}`}>
      <p>
        <b>
          {one.hidden && t('wasHidden')} {one.paused && t('wasPaused')}
        </b>
        <span className="s quiet"> {day(one.at)}</span>
      </p>
      {one.quote && <blockquote className={styles.words}>{one.quote}</blockquote>}
      <p className={styles.text}>{one.reason}</p>
      <div>{one.asked ? <p className="s soft">{t('askedAbout')}</p> : <AskPerson about={`decision:${one.id}`} />}</div>
    </section>
  )
}
