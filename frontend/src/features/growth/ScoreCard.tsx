import type { Sample } from '../../client'
import { day } from '../../i18n/format'
import { dimensions } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'

/** ScoreCard is what somebody thought of a conversation: four marks as ticks, and words. */
export function ScoreCard({ sample }: { sample: Sample }) {
  const t = useTexts()
  const card = sample.card
  if (!card) return null
  const marks = { helpful: card.helpful, correct: card.correct, tone: card.tone, own_words: card.ownWords }
  return (
    <>
      <p className={css.name}>
        <b className={css.clamp}>{sample.question || sample.topic}</b>
        <span className="tag">{t(`purpose_${sample.purpose}`)}</span>
        {card.breach ? <span className="tag">{t('breach')}</span> : null}
      </p>
      <dl className={css.marks}>
        {dimensions.map((dimension) => (
          <div key={dimension}>
            <dt className="s soft">{t(dimension)}</dt>
            <dd>
              <span className={css.ticks} aria-hidden="true">
                {[1, 2, 3, 4, 5].map((tick) => (
                  <i key={tick} data-on={tick <= marks[dimension] || undefined} />
                ))}
              </span>
              <b className="fig">{marks[dimension]}</b>
            </dd>
          </div>
        ))}
      </dl>
      <p className="s">
        <b>{t('good')}:</b> {card.praise}
      </p>
      {card.advice ? (
        <p className="s">
          <b>{t('better')}:</b> {card.advice}
        </p>
      ) : null}
      {sample.reviewer && sample.markedAt ? (
        <p className="xs quiet">{t('cardBy', { name: sample.reviewer.name, day: day(sample.markedAt) })}</p>
      ) : null}
    </>
  )
}
