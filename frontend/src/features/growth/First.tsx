import type { Growth } from '../../client'
import { fixed } from '../../i18n/format'
import css from './growth.module.css'
import { useTexts } from './i18n'

interface Props {
  way: NonNullable<Growth['shadowing']>
  /** The candidate's name, for staff who look; absent for the candidate. */
  of?: string
}

/** First is how far a candidate is with the five conversations that a mentor sees. */
export function First({ way, of }: Props) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('first')}>
      <h2>{of ? t('firstOf', { name: of }) : t('first')}</h2>
      {of ? null : <p className="s quiet">{t('firstNote')}</p>}
      <Steps way={way} />
      {way.marked > 0 ? (
        <p className="s">{t('firstMean', { mean: fixed(way.mean, 2), need: fixed(way.needMean, 1) })}</p>
      ) : null}
      {way.waiting > 0 ? <p className="s soft">{t('firstWaiting', { count: way.waiting })}</p> : null}
      {way.breach ? <p className="s">{t('firstBreach')}</p> : null}
      {of ? null : (
        <p className="s strong">{way.mentor ? t('withMentor', { name: way.mentor.name }) : t('noMentor')}</p>
      )}
    </section>
  )
}

/** Steps is one mark for each of the five: filled when it is looked at, hatched while it waits for that. */
export function Steps({ way }: { way: Props['way'] }) {
  const t = useTexts()
  return (
    <p className={css.steps}>
      {[1, 2, 3, 4, 5].slice(0, way.needed).map((step) => (
        <span
          key={step}
          data-done={step <= way.marked || undefined}
          data-waits={(step > way.marked && step <= way.marked + way.waiting) || undefined}
          aria-hidden="true"
        />
      ))}
      <b className="fig">{t('firstMarked', { marked: way.marked, needed: way.needed })}</b>
    </p>
  )
}
