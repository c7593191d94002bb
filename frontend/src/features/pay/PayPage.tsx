import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { day, monthAndYear } from '../../i18n/format'
import { money } from '../../i18n/money'
import { type Month, myPayQuery, myStatementQuery, type PayOverview } from './api'
import { useTexts } from './i18n'
import styles from './pay.module.css'
import { Rates } from './Rates'
import { StatementLines } from './StatementLines'

/** "My compensation": the month with every line and its reason, the months before, and what is paid. */
export function PayPage() {
  const t = useTexts()
  const pay = useQuery(myPayQuery)
  return (
    <PageState queries={[pay]}>
      {pay.data && (
        <main className="page">
          <header className={styles.head}>
            <h1>{t('myTitle')}</h1>
            <p className="soft">{t('myLead')}</p>
          </header>
          {pay.data.rates.length === 0 ? (
            <section className={`card ${styles.card}`}>
              <EmptyState title={t('noRateTitle')}>{t('noRateMine')}</EmptyState>
            </section>
          ) : (
            <Mine pay={pay.data} />
          )}
        </main>
      )}
    </PageState>
  )
}

function Mine({ pay }: { pay: PayOverview }) {
  const t = useTexts()
  const [asked, setAsked] = useSearchParams()
  const months = pay.months
  const picked = months.find((one) => one.month === asked.get('month')) ?? months[0]
  return (
    <div className={styles.split}>
      <section className={`card ${styles.card}`}>
        {picked ? (
          <Mined key={picked.month} month={picked.month} pay={pay} />
        ) : (
          <EmptyState title={t('emptyTitle')}>{t('noRateMine')}</EmptyState>
        )}
      </section>
      <div className={styles.side}>
        <Months
          pay={pay}
          picked={picked?.month}
          pick={(month) => setAsked({ month }, { replace: true, preventScrollReset: true })}
        />
        <Rates pay={pay} />
      </div>
    </div>
  )
}

function Mined({ month, pay }: { month: string; pay: PayOverview }) {
  const statement = useQuery(myStatementQuery(month))
  return (
    <PageState queries={[statement]} part>
      {statement.data && <StatementLines statement={statement.data} pay={pay} />}
    </PageState>
  )
}

/** The months with what they come to; one is picked. */
export function Months(props: { pay: PayOverview; picked: string | undefined; pick: (month: string) => void }) {
  const t = useTexts()
  const { pay, picked, pick } = props
  if (pay.months.length === 0) return null
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('months')}</h2>
      <ul className={styles.months}>
        {pay.months.map((one) => (
          <li key={one.month}>
            <button
              type="button"
              className={styles.month}
              aria-current={one.month === picked ? 'true' : undefined}
              onClick={() => pick(one.month)}
            >
              <span>
                <b>{monthAndYear(one.month)}</b>
                <span className="s soft">
                  <MonthState month={one} pay={pay} />
                </span>
              </span>
              <b className="fig">{money(one.cents, pay.currency)}</b>
            </button>
          </li>
        ))}
      </ul>
      <p className="s quiet">{t('zone', { zone: pay.zone })}</p>
    </section>
  )
}

function MonthState({ month, pay }: { month: Month; pay: PayOverview }) {
  const t = useTexts()
  if (month.closedAt) return t('final', { date: day(month.closedAt, pay.zone) })
  return month.month === pay.now ? t('runningTag') : t('closingTag')
}
