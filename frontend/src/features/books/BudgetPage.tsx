import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Budgets, getBudgets } from '../../client'
import { Acts } from '../../design/Acts'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { clock, dayAndYear, number } from '../../i18n/format'
import { money } from '../../i18n/money'
import { brandQuery } from '../../queries'
import styles from './books.module.css'
import { useTexts } from './i18n'
import { SetBudget } from './SetBudget'

export type SeasonBudget = Budgets['seasons'][number]

const budgetsQuery = queryOptions({ queryKey: ['budgets'], queryFn: ({ signal }) => getBudgets({ signal }) })

/** What points cost: the budget of each season with what is gone of it, and what experts hold. Staff only. */
export function BudgetPage() {
  const t = useTexts()
  const budgets = useQuery(budgetsQuery)
  return (
    <ManagePage title={t('budgetTitle')} lead={t('budgetLead')}>
      <PageState queries={[budgets]} part>
        {budgets.data && (
          <div className={styles.page}>
            <div className={styles.beside}>
              {budgets.data.seasons.map((one) => (
                <Season key={one.seasonId} season={one} />
              ))}
            </div>
            <Held
              held={budgets.data.outstanding}
              season={budgets.data.seasons.find((one) => one.state === 'running')}
            />
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

function Season({ season }: { season: SeasonBudget }) {
  const t = useTexts()
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  const [setting, setSetting] = useState(false)
  const states = { upcoming: t('seasonUpcoming'), running: t('seasonRunning'), closing: t('seasonClosing') }
  return (
    <section className={`card ${styles.card}`} aria-label={season.name}>
      <header className={styles.season}>
        <div className="grow">
          <h2>{season.name}</h2>
          <p className="s soft">
            {states[season.state]} · {dayAndYear(season.startsAt, zone)} – {dayAndYear(season.endsAt, zone)}
          </p>
        </div>
        <Acts>
          <button type="button" className="btn second small" onClick={() => setSetting(true)}>
            {t(season.version > 0 ? 'budgetChange' : 'budgetSet')}
          </button>
        </Acts>
      </header>
      {season.version > 0 ? <Gone season={season} /> : <p className="soft">{t('budgetNone')}</p>}
      {season.alarms.length > 0 && (
        <>
          <h3>{t('alarmsTitle')}</h3>
          <ul className={styles.rules}>
            {season.alarms.map((one) => (
              <li key={one.at}>
                <b className="fig">{number(one.percent)}%</b>
                <span className="grow">
                  {t('alarm', { used: number(one.used), points: number(one.points) })}
                  <span className="s soft">
                    {' '}
                    {dayAndYear(one.at, zone)}, {clock(one.at, zone)}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {setting && <SetBudget season={season} onClose={() => setSetting(false)} />}
    </section>
  )
}

/** How much of a budget is gone, on a scale with its three alarms. */
function Gone({ season }: { season: SeasonBudget }) {
  const t = useTexts()
  const percent = Math.floor((season.used * 100) / season.points)
  const words = { 0: t('reached0'), 80: t('reached80'), 95: t('reached95'), 100: t('reached100') }
  return (
    <>
      <p className={styles.gone}>
        <b className="fig">{number(season.used)}</b>
        <span>{t('budgetOf', { points: number(season.points), percent: number(percent) })}</span>
      </p>
      <div className={styles.scale} data-reached={season.reached} aria-hidden="true">
        <span style={{ inlineSize: `${Math.min(100, Math.max(0, percent))}%` }} />
        <i style={{ insetInlineStart: '80%' }} />
        <i style={{ insetInlineStart: '95%' }} />
      </div>
      <p className={season.reached > 0 ? 'strong' : 's soft'}>{words[season.reached]}</p>
      {season.setBy && <p className="s quiet">{t('budgetBy', { name: season.setBy })}</p>}
    </>
  )
}

/** What experts hold, and what it will probably cost. */
function Held({ held, season }: { held: Budgets['outstanding']; season: SeasonBudget | undefined }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('heldTitle')}</h2>
      <p className={styles.gone}>
        <b className="fig">{money(held.cents, held.currency)}</b>
      </p>
      {season && (
        <p className="s soft">
          {t('heldSum', {
            points: number(held.points),
            value: money(season.pointValue / 100, held.currency),
            percent: number(season.redeemed),
          })}
        </p>
      )}
      <ul className={styles.rules}>
        <li>
          <span className="grow">{t('heldAvailable')}</span>
          <b className="fig">{number(held.available)}</b>
        </li>
        <li>
          <span className="grow">{t('heldPending')}</span>
          <b className="fig">{number(held.pending)}</b>
        </li>
        <li>
          <span className="grow">{t('heldReserved')}</span>
          <b className="fig">{number(held.reserved)}</b>
        </li>
      </ul>
      <p className="s quiet">{t('heldAccountant')}</p>
    </section>
  )
}
