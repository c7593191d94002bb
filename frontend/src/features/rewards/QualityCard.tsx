import { Link } from 'react-router'
import { Star } from '../../design/Icon'
import { fixed, number } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { useTexts } from './i18n'
import { dots, inFigures, localFormula, type StarRow, starRows } from './quality'
import styles from './quality.module.css'
import type { SeasonQuality } from './types'

const room = 24

/** Quality with its sample: a dot for each rating, the formula, and what was set aside. */
export function QualityCard({ quality, brand }: { quality: SeasonQuality; brand: string }) {
  const t = useTexts()
  const rows = starRows(quality)
  const longest = Math.max(...rows.map((row) => row.count))
  const { each } = dots(longest, longest, room)
  return (
    <section className={`card ${styles.card}`}>
      <div className={styles.head}>
        <div>
          <h2>{t('qualityTitle')}</h2>
          <p className="s quiet">
            {quality.ratings === 0 ? t('qualitySampleNone') : t('qualitySample', { count: quality.ratings })}
          </p>
        </div>
        <span className={`fig ${styles.mean}`}>
          <span className="hidden">{t('qualityLabel', { mean: fixed(quality.mean, 2) })}</span>
          <span aria-hidden="true">{fixed(quality.mean, 2)}</span>
        </span>
      </div>
      <div className={styles.halves}>
        <div>
          <ul className={styles.rows}>
            {rows.map((row) => (
              <Dots key={row.stars} row={row} longest={longest} />
            ))}
          </ul>
          {each > 1 && <p className="xs quiet">{t('qualityDot', { count: each })}</p>}
        </div>
        <Reasons quality={quality} brand={brand} />
      </div>
      {quality.learned && <Learned learned={quality.learned} />}
      <p className={`s soft ${styles.foot}`}>
        {t('qualityRange')} <Link to="/ratings">{t('qualityAll')}</Link>
      </p>
    </section>
  )
}

/** Learned is what customers said to "did you learn something?": figures with their sample, no score. */
function Learned({ learned }: { learned: NonNullable<SeasonQuality['learned']> }) {
  const t = useTexts()
  const { yes, partly, no } = learned
  return (
    <div className={styles.learned}>
      <p>
        <Rich
          text={t('learned', { yes, count: yes + partly + no })}
          marks={{ b: (inner) => <b className="fig">{inner}</b> }}
        />
      </p>
      <p className="s quiet">{t('learnedRest', { partly, no })}</p>
    </div>
  )
}

function Dots({ row, longest }: { row: StarRow; longest: number }) {
  const t = useTexts()
  const { drawn } = dots(row.count, longest, room)
  return (
    <li className={styles.row}>
      <span className="hidden">
        {t('qualityRow', {
          stars: t('stars', { count: row.stars }),
          count: row.count === 0 ? t('qualityNone') : number(row.count),
        })}
      </span>
      <span className={`fig ${styles.stars}`} aria-hidden="true">
        {row.stars} <Star />
      </span>
      <span className={styles.dots} aria-hidden="true">
        {Array.from({ length: drawn }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots are alike
          <i key={index} />
        ))}
        <b className="fig">{row.count === 0 ? t('qualityNone') : number(row.count)}</b>
      </span>
    </li>
  )
}

function Reasons({ quality, brand }: { quality: SeasonQuality; brand: string }) {
  const t = useTexts()
  const programme = fixed(quality.programmeMean, 2)
  const decimal = number(0.5, 1).charAt(1)
  return (
    <div className={`s soft ${styles.reasons}`}>
      <p>
        <Rich
          text={
            quality.ownMean === undefined
              ? t('qualityStart', { programme })
              : t('qualityOwn', { own: fixed(quality.ownMean, 2), programme })
          }
        />
      </p>
      {quality.ratings > 0 && (
        <p>
          <span className={`fig ${styles.formula}`}>
            {inFigures(quality.formula) ? localFormula(quality.formula, decimal) : t('qualityFormula', { programme })}
          </span>{' '}
          {!inFigures(quality.formula) && t('qualityWeight')}
        </p>
      )}
      {quality.setAside > 0 && (
        <p>
          <Rich
            text={t('qualitySetAside', { count: quality.setAside, brand })}
            marks={{ strong: (inner) => <b>{inner}</b> }}
          />
        </p>
      )}
    </div>
  )
}
