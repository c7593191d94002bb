import { type Dimension, dimensions } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'

export type Marks = Partial<Record<Dimension, number>>

/** isComplete reports whether every line of the score card has a mark. */
export const isComplete = (marks: Marks) => dimensions.every((dimension) => marks[dimension] !== undefined)

/** sent is the marks as the server takes them. */
export const sent = (marks: Marks) => ({
  helpful: marks.helpful ?? 0,
  correct: marks.correct ?? 0,
  tone: marks.tone ?? 0,
  ownWords: marks.own_words ?? 0,
})

/** MarkChoices is the four lines of a score card, each to be marked 1 to 5. */
export function MarkChoices({ marks, change }: { marks: Marks; change: (marks: Marks) => void }) {
  const t = useTexts()
  return (
    <div className={css.choices}>
      {dimensions.map((dimension) => (
        <fieldset key={dimension} className={css.dimension}>
          <legend>
            <b>{t(dimension)}</b> <span className="s soft">{t(`${dimension}Hint`)}</span>
          </legend>
          {[1, 2, 3, 4, 5].map((mark) => (
            <label key={mark} className={css.markChoice} data-on={marks[dimension] === mark || undefined}>
              <input
                type="radio"
                name={dimension}
                aria-label={t('mark', { dimension: t(dimension), mark })}
                checked={marks[dimension] === mark}
                onChange={() => change({ ...marks, [dimension]: mark })}
              />
              <span className="fig" aria-hidden="true">
                {mark}
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  )
}
