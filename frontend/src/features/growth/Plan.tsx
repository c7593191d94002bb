import type { ReactNode } from 'react'
import type { Goal, Sample } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { Tuner } from '../../design/Tuner'
import { day, fixed } from '../../i18n/format'
import css from './growth.module.css'
import { useTexts } from './i18n'
import { ScoreCard } from './ScoreCard'

interface PlanProps {
  goals: readonly Goal[]
  /** What can be done about an open line. */
  act?: (goal: Goal) => ReactNode
}

/** Plan is the lines of the score card that an expert works on, and those that are behind them. */
export function Plan({ goals, act }: PlanProps) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('plan')}>
      <h2>{t('plan')}</h2>
      <p className="s quiet">{t('planNote')}</p>
      {goals.length === 0 ? <EmptyState title={t('noGoals')}>{t('noGoalsText')}</EmptyState> : null}
      <ul className={css.rows}>
        {goals.map((goal) => (
          <GoalLine key={goal.id} goal={goal}>
            {goal.state === 'open' ? act?.(goal) : null}
          </GoalLine>
        ))}
      </ul>
    </section>
  )
}

function GoalLine({ goal, children }: { goal: Goal; children: ReactNode }) {
  const t = useTexts()
  const now = goal.nowSamples > 0 ? goal.nowMean : goal.fromMean
  const name = t(goal.dimension)
  return (
    <li className={css.goal}>
      <p className={css.name}>
        <b>{name}</b>
        <span className="s soft">{t(`${goal.dimension}Hint`)}</span>
        <span className="tag">{t(`goal_${goal.state}`)}</span>
      </p>
      {goal.state === 'open' ? (
        <Tuner
          needle={(now - 1) / 4}
          band={[0.75, 1]}
          label={t('goalScale', { dimension: name, from: fixed(goal.fromMean, 2), now: fixed(now, 2) })}
        />
      ) : null}
      <p className="s soft">
        {t('goalFrom', { mean: fixed(goal.fromMean, 2), count: goal.fromSamples })},{' '}
        {goal.nowSamples > 0 ? t('goalNow', { mean: fixed(goal.nowMean, 2), count: goal.nowSamples }) : t('goalNone')}
        {goal.state === 'open' ? `, ${t('goalDue', { day: day(goal.dueAt) })}` : null}
      </p>
      {goal.note ? <p className="s">{goal.note}</p> : null}
      {children}
    </li>
  )
}

/** Cards is what reviewers said, the newest first. */
export function Cards({ cards }: { cards: readonly Sample[] }) {
  const t = useTexts()
  return (
    <section className="card" aria-label={t('cards')}>
      <h2>{t('cards')}</h2>
      <p className="s quiet">{t('cardsNote')}</p>
      {cards.length === 0 ? <EmptyState title={t('noCards')}>{t('noCardsText')}</EmptyState> : null}
      <ul className={css.rows}>
        {cards.map((sample) => (
          <li key={sample.id} className={css.goal}>
            <ScoreCard sample={sample} />
          </li>
        ))}
      </ul>
    </section>
  )
}
