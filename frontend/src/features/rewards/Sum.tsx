import { clock, day, number, ordinal, weekday } from '../../i18n/format'
import { momentsOf, type Operand, sumLine, sumOf } from './arithmetic'
import { useTexts } from './i18n'
import { RuleSetWhy } from './RuleSetWhy'
import styles from './sum.module.css'
import type { Award } from './types'

/** The arithmetic of one award in large figures, and the four moments it goes through. */
export function Sum({ award, timeZone }: { award: Award; timeZone: string }) {
  const t = useTexts()
  const sum = sumOf(award)
  const pending = award.state === 'pending'
  const shown = pending ? award.pendingPoints : award.points
  const date = `${weekday(award.earnedAt, timeZone)} ${day(award.earnedAt, timeZone)}`
  return (
    <>
      <h2 className={styles.title}>{award.question}</h2>
      <p className="s quiet">
        {t('entryOf', { date })} <RuleSetWhy version={award.ruleSet} />
      </p>
      <div
        className={styles.sum}
        role="img"
        aria-label={t('sumLabel', { sum: sumLine(award, (v) => number(v, 2)), points: number(shown) })}
      >
        {sum.operands.map((operand) => (
          <Figure key={operand.key} operand={operand} award={award} />
        ))}
        <span className={styles.operator}>=</span>
        <div className={styles.result}>
          <span className={pending ? `${styles.plate} ${styles.pending}` : styles.plate}>
            <b>{number(shown)}</b>
          </span>
          <span className={styles.words}>
            {sum.rounded
              ? t('sumRounds', { exact: number(sum.exact, 2), points: number(award.arithmetic.points) })
              : t('sumExact')}
          </span>
        </div>
      </div>
      <Afterword award={award} />
      <Moments award={award} timeZone={timeZone} />
    </>
  )
}

function Figure({ operand, award }: { operand: Operand; award: Award }) {
  const words = useWords(operand, award)
  return (
    <>
      {operand.operator && <span className={styles.operator}>{operand.operator}</span>}
      <div className={styles.operand}>
        <span className={styles.figure}>{number(operand.value, 2)}</span>
        <span className={styles.words}>{words}</span>
      </div>
    </>
  )
}

/** What a figure of the sum stands for. The server's stable word says why; we say it in the reader's language. */
function useWords({ key, detail }: Operand, award: Award): string {
  const t = useTexts()
  switch (key) {
    case 'base':
      return detail.startsWith(lacking) ? t('sumNotQualified') : t('sumBase')
    case 'difficulty':
      return [t('sumDifficulty1'), t('sumDifficulty2'), t('sumDifficulty3')][award.difficulty - 1] ?? detail
    case 'quality':
      return qualityWords(t, detail, award.state === 'pending')
    case 'campaign':
      return t('sumCampaign')
    case 'dailyCurve':
      return t('sumDailyCurve', { place: ordinal(numberIn(detail)) })
    default:
      return detail
  }
}

const lacking = 'not_qualified:'

function qualityWords(t: ReturnType<typeof useTexts>, detail: string, pending: boolean): string {
  if (detail === 'unrated') return pending ? t('sumNotYetRated') : t('sumNotRated')
  const stars = t('starWords').split(',')[numberIn(detail) - 1] ?? detail
  return detail.startsWith('uncontrollable') ? t('sumNotYours', { stars }) : stars
}

/** The number at the end of a stable word: 5 in `stars_5`. */
function numberIn(detail: string): number {
  return Number(detail.split('_').at(-1)) || 0
}

/** One sentence when what was on its way is not what is confirmed. */
function Afterword({ award }: { award: Award }) {
  const t = useTexts()
  if (award.pendingPoints === award.points) return null
  return (
    <p className={`s soft ${styles.after}`}>
      {award.state === 'pending'
        ? t('sumCounts', { points: number(award.points) })
        : t('sumMoved', { pending: number(award.pendingPoints) })}
    </p>
  )
}

function Moments({ award, timeZone }: { award: Award; timeZone: string }) {
  const t = useTexts()
  const at = (time: string) => `${day(time, timeZone)}, ${clock(time, timeZone)}`
  const quiet = Math.max(1, Math.round((Date.parse(award.settleAt) - Date.parse(award.earnedAt)) / 86_400_000))
  const rated =
    award.stars !== undefined
      ? t('stars', { count: award.stars })
      : award.state === 'pending'
        ? t('momentMayCome')
        : t('momentWithout')
  const words = {
    solved: [t('momentSolved'), at(award.earnedAt)],
    rated: [t('momentRated'), rated],
    onItsWay: [t('momentOnItsWay'), t('momentQuiet', { count: quiet })],
    confirmed: [t('momentConfirmed'), at(award.settledAt ?? award.settleAt)],
  } as const
  return (
    <ol className={styles.moments}>
      {momentsOf(award).map((moment) => (
        <li
          key={moment.key}
          className={styles[moment.state]}
          aria-current={moment.state === 'now' ? 'step' : undefined}
        >
          <b>{words[moment.key][0]}</b>
          {words[moment.key][1]}
        </li>
      ))}
    </ol>
  )
}
