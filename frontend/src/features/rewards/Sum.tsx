import { clock, day, number, ordinal, weekday } from '../../i18n/format'
import { AskPerson } from '../../points/AskPerson'
import { isLinked, useBaseWords, useKindName } from '../../points/awardWords'
import { usePointTexts } from '../../points/i18n'
import { momentsOf, type Operand, type Sum as SumView, sumLine, sumOf, titleOf } from './arithmetic'
import { useTexts } from './i18n'
import { RuleSetWhy } from './RuleSetWhy'
import { Steps } from './Steps'
import styles from './sum.module.css'
import type { Award } from './types'

/** The arithmetic of one award in large figures, and the four moments it goes through. */
export function Sum({ award, timeZone }: { award: Award; timeZone: string }) {
  const t = useTexts()
  const kindName = useKindName()
  const sum = sumOf(award)
  const pending = award.state === 'pending'
  const shown = pending ? award.pendingPoints : award.points
  const date = `${weekday(award.earnedAt, timeZone)} ${day(award.earnedAt, timeZone)}`
  return (
    <>
      <h2 className={styles.title}>{titleOf(award) || kindName(award.kind)}</h2>
      {award.promise && <p className={`s ${styles.promise}`}>{t('entryPromise', { promise: award.promise })}</p>}
      <p className={`s quiet ${styles.about}`}>
        {award.kind === 'conversation'
          ? t('entryOf', { date })
          : t('entryKindOf', { kind: kindName(award.kind), date })}{' '}
        <RuleSetWhy version={award.ruleSet} />
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
          <span className={`${styles.plate} ${shown < 0 ? styles.minus : pending ? styles.pending : ''}`}>
            <b>{number(shown)}</b>
          </span>
          <span className={styles.words}>{resultWords(t, sum)}</span>
        </div>
      </div>
      <Afterword award={award} />
      <Steps award={award} />
      <Moments award={award} timeZone={timeZone} />
      <AskPerson about={`award:${award.id}`} />
    </>
  )
}

function resultWords(t: ReturnType<typeof useTexts>, { exact, points, rounded, capped }: SumView): string {
  if (capped) return t('sumCapped', { points: number(-points) })
  return rounded ? t('sumRounds', { exact: number(exact, 2), points: number(points) }) : t('sumExact')
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
  const baseWords = useBaseWords()
  switch (key) {
    case 'base':
      return award.state === 'pending' && award.kind === 'first_time_right' ? t('sumIfRight') : baseWords(detail)
    case 'difficulty':
      return [t('sumDifficulty1'), t('sumDifficulty2'), t('sumDifficulty3')][(award.difficulty ?? 0) - 1] ?? detail
    case 'quality':
      return qualityWords(t, detail, award.state === 'pending')
    case 'campaign':
      return award.campaign ?? t('sumCampaign')
    case 'hours':
      return t('sumHours')
    case 'dailyCurve':
      return t('sumDailyCurve', { place: ordinal(numberIn(detail)) })
    default:
      return detail
  }
}

function qualityWords(t: ReturnType<typeof useTexts>, detail: string, pending: boolean): string {
  if (detail === 'unrated') return pending ? t('sumNotYetRated') : t('sumNotRated')
  const stars = t('starWords').split(',')[numberIn(detail) - 1] ?? detail
  return detail.startsWith('uncontrollable') ? t('sumNotYours', { stars }) : stars
}

/** The number at the end of a stable word: 5 in `stars_5`. */
function numberIn(detail: string): number {
  return Number(detail.split('_').at(-1)) || 0
}

/** One sentence when there is more to say than the sum: what was on its way is not what is confirmed, or why nothing is. */
function Afterword({ award }: { award: Award }) {
  const words = useAfterwords(award)
  if (words.length === 0) return null
  return <p className={`s soft ${styles.after}`}>{words.join(' ')}</p>
}

function useAfterwords(award: Award): string[] {
  const t = useTexts()
  const points = usePointTexts()
  const { state, pendingPoints, taken = 0 } = award
  const words: string[] = []
  if (isLinked(award)) words.push(points('linkedHelp'))
  else if (award.points < 0) words.push(t('sumPenalty'))
  else if (pendingPoints !== award.points && state === 'settled')
    words.push(t(award.kind === 'conversation' ? 'sumMoved' : 'sumVoided', { pending: number(pendingPoints) }))
  if (taken > 0) words.push(t('sumTaken', { points: number(taken) }))
  return words
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
    handedOver: [t('momentHandedOver'), at(award.earnedAt)],
    kept: [t('momentKept'), at(award.earnedAt)],
    helped: [t('momentHelped'), at(award.earnedAt)],
    missed: [t('momentMissed'), at(award.earnedAt)],
    shiftKept: [t('momentShiftKept'), at(award.earnedAt)],
    notThere: [t('momentNotThere'), at(award.earnedAt)],
    tookPart: [t('momentTookPart'), at(award.earnedAt)],
    agreed: [t('momentAgreed'), at(award.earnedAt)],
    published: [t('momentPublished'), at(award.earnedAt)],
    readers: [t('momentReaders'), at(award.earnedAt)],
    rated: [t('momentRated'), rated],
    onItsWay: [t('momentOnItsWay'), t('momentQuiet', { count: quiet })],
    confirmed: [t('momentConfirmed'), at(award.settledAt ?? award.settleAt)],
  } as const
  return (
    <ol className={styles.moments} aria-label={t('momentsLabel')}>
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
