import { useQuery } from '@tanstack/react-query'
import { getRuleSet, type Rules } from '../../client'
import { Why, type WhyRow } from '../../design/Why'
import { number, ordinal, signed } from '../../i18n/format'
import { useTexts } from './i18n'

const ruleSetQuery = {
  queryKey: ['ruleSet'],
  queryFn: ({ signal }: { signal: AbortSignal }) => getRuleSet({ signal }),
  staleTime: 10 * 60_000,
}

/** The number of a rule set; the one in force opens with what every fact is worth. */
export function RuleSetWhy({ version }: { version: number }) {
  const t = useTexts()
  const rules = useQuery(ruleSetQuery).data
  const rows = useRows(rules?.body)
  if (rules?.version !== version) return <>{t('ruleSet', { version })}</>
  const { vesting, qualified } = rules.body.conversation
  const { confirmedHours, silenceHours } = vesting
  return (
    <Why
      title={t('ruleSetTitle', { version })}
      rows={rows}
      note={`${t('ruleSetQualified', { messages: qualified.expertMessages, seconds: qualified.activeSeconds })} ${t('ruleSetVesting', { confirmed: confirmedHours / 24, silence: silenceHours / 24 })}`}
    >
      {t('ruleSet', { version })}
    </Why>
  )
}

function useRows(rules: Rules | undefined): WhyRow[] {
  const t = useTexts()
  if (!rules) return []
  const { base, difficulty, quality, dailyCurve } = rules.conversation
  const times = (factor: number | undefined) => `× ${number(factor ?? 0, 2)}`
  const stars = t('starWords').split(',')
  return [
    { label: t('sumBase'), figure: number(base) },
    { label: t('sumDifficulty1'), figure: times(difficulty[0]) },
    { label: t('sumDifficulty2'), figure: times(difficulty[1]) },
    { label: t('sumDifficulty3'), figure: times(difficulty[2]) },
    ...stars.map((label, index) => ({ label, figure: times(quality.stars[index]) })).reverse(),
    { label: t('ruleSetUncontrollable'), figure: times(quality.uncontrollable) },
    { label: t('sumNotRated'), figure: times(quality.unrated) },
    ...dailyCurve.slice(1).map((step, index) => ({
      label: t('ruleSetCurve', { from: ordinal((dailyCurve[index]?.upTo ?? 0) + 1) }),
      figure: times(step.share),
    })),
    ...bonusRows(t, rules),
  ]
}

/** What is earned beside conversations; the first version of the rules has none of it. */
function bonusRows(t: ReturnType<typeof useTexts>, { firstTimeRight, handOver, followUp, shift }: Rules): WhyRow[] {
  const rows: WhyRow[] = []
  if (firstTimeRight)
    rows.push({ label: t('ruleSetRight', { days: firstTimeRight.days }), figure: signed(firstTimeRight.points) })
  if (handOver)
    rows.push({ label: t('ruleSetHandOver', { score: handOver.minScore }), figure: signed(handOver.points) })
  if (followUp)
    rows.push(
      { label: t('ruleSetKept'), figure: signed(followUp.kept) },
      { label: t('ruleSetHelped'), figure: signed(followUp.helped) },
      { label: t('ruleSetMissed'), figure: signed(-followUp.missed) },
    )
  if (shift)
    rows.push(
      { label: t('ruleSetShift', { hours: shift.dailyHours }), figure: signed(shift.perHour) },
      { label: t('ruleSetNoShow'), figure: signed(-shift.noShow) },
    )
  return rows
}
