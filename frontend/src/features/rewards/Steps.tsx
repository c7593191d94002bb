import { Link } from 'react-router'
import { number, ordinal } from '../../i18n/format'
import { useBaseWords } from '../../points/awardWords'
import { useTexts } from './i18n'
import styles from './sum.module.css'
import type { Award, AwardStep } from './types'

/** How an entry came about, one sentence for each step, with the total after it: a member can check it by hand. */
export function Steps({ award }: { award: Award }) {
  const t = useTexts()
  const words = useSteps(award)
  if (award.arithmetic.points === 0 && words.length < 2) return null
  return (
    <details className={styles.steps}>
      <summary className="s strong">{t('whyTitle')}</summary>
      <ol>
        {words.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <Link className="s" to="/points">
        {t('whyRules')}
      </Link>
    </details>
  )
}

/** The sentences of an entry, in the order in which the steps apply. */
export function useSteps(award: Award): string[] {
  const t = useTexts()
  const baseWords = useBaseWords()
  const { steps } = award.arithmetic
  return steps.map((step, index) => {
    const factor = number(step.factor, 2)
    const total = number(step.total, 8)
    switch (step.key) {
      case 'base':
        return t('whyBase', { total, what: baseWords(step.detail) })
      case 'difficulty':
        return t('whyDifficulty', { factor, total, what: difficultyWords(t, step.detail) })
      case 'quality':
        return t('whyQuality', { factor, total, what: qualityOf(t, step.detail) })
      case 'campaign':
        return step.detail === 'none'
          ? t('whyNoCampaign', { total })
          : t('whyCampaign', { factor, total, what: award.campaign ?? '' })
      case 'dailyCurve':
        return t('whyCurve', { factor, total, place: ordinal(lastNumber(step.detail)) })
      case 'hours':
        return t('whyHours', { factor, total, ...hoursOf(step.detail) })
      case 'balance':
        return t('whyBalance', { points: total })
      default:
        return roundingOf(t, step, steps[index - 1])
    }
  })
}

type Texts = ReturnType<typeof useTexts>

function roundingOf(t: Texts, step: AwardStep, before: AwardStep | undefined): string {
  const points = number(step.total)
  if (!before || before.total === step.total) return t('whyWhole', { points })
  if (step.detail === 'of_day') return t('whyOfDay', { points })
  return t('whyRounding', { exact: number(before.total, 8), points })
}

function difficultyWords(t: Texts, detail: string): string {
  return [t('sumDifficulty1'), t('sumDifficulty2'), t('sumDifficulty3')][Number(detail.slice(1)) - 1] ?? detail
}

function qualityOf(t: Texts, detail: string): string {
  if (detail === 'unrated') return t('sumNotRated')
  const stars = t('starWords').split(',')[lastNumber(detail) - 1] ?? detail
  return detail.startsWith('uncontrollable') ? t('sumNotYours', { stars }) : stars
}

/** The hours of `of_3_after_2.5`. */
function hoursOf(detail: string): { length: string; before: string } {
  const [, length = '0', , before = '0'] = detail.split('_')
  return { length: number(Number(length), 2), before: number(Number(before), 2) }
}

function lastNumber(detail: string): number {
  return Number(detail.split('_').at(-1)) || 0
}
