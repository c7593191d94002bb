import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { monthAndYear } from '../../i18n/format'
import { money } from '../../i18n/money'
import { meQuery } from '../../queries'
import { type PayOverview, payQuery, type Statement, saveCsv, statementsQuery } from './api'
import { Correct } from './Correct'
import { useTexts } from './i18n'
import { Months } from './PayPage'
import styles from './pay.module.css'
import { Rates } from './Rates'
import { SetRate } from './SetRate'
import { StatementLines } from './StatementLines'

/** Compensation for staff: rates, the months, whose statement comes to what, corrections and the file. */
export function ManagePayPage() {
  const t = useTexts()
  const pay = useQuery(payQuery)
  const admin = useQuery(meQuery).data?.role === 'admin'
  const [asked] = useSearchParams()
  const month = pay.data?.months.find((one) => one.month === asked.get('month')) ?? pay.data?.months[0]
  return (
    <ManagePage title={t('title')} lead={t('lead')} action={month && <SaveFile month={month.month} />}>
      <PageState queries={[pay]} part>
        {pay.data && <Overview pay={pay.data} month={month?.month} admin={admin} />}
      </PageState>
    </ManagePage>
  )
}

function SaveFile({ month }: { month: string }) {
  const t = useTexts()
  const save = useMutation({ mutationFn: () => saveCsv(month) })
  return (
    <div>
      <button type="button" className="btn second" aria-disabled={save.isPending} onClick={() => save.mutate()}>
        {t('export')}
      </button>
      <Refused error={save.error} />
    </div>
  )
}

function Overview({ pay, month, admin }: { pay: PayOverview; month: string | undefined; admin: boolean }) {
  const t = useTexts()
  const [setting, setSetting] = useState(false)
  const [asked, setAsked] = useSearchParams()
  const action = admin ? (
    <button type="button" className="btn" onClick={() => setSetting(true)}>
      {t('setRate')}
    </button>
  ) : null
  return (
    <>
      <div className={styles.above}>
        {pay.rates.length === 0 ? (
          <section className={`card ${styles.card}`}>
            <EmptyState title={t('noRateTitle')}>{t('noRate')}</EmptyState>
            {action}
          </section>
        ) : (
          <Rates pay={pay} action={action} />
        )}
        <Months pay={pay} picked={month} pick={(one) => setAsked({ month: one }, { replace: true })} />
      </div>
      {month && <OfMonth key={month} pay={pay} month={month} picked={asked.get('expert') ?? ''} />}
      {setting && <SetRate pay={pay} onClose={() => setSetting(false)} />}
    </>
  )
}

function OfMonth({ pay, month, picked }: { pay: PayOverview; month: string; picked: string }) {
  const t = useTexts()
  const all = useQuery(statementsQuery(month))
  const [correcting, setCorrecting] = useState<Statement | 'anybody'>()
  const [, setAsked] = useSearchParams()
  const statement = all.data?.statements.find((one) => one.expertId === picked)
  const detail = statement && (
    <section className={`card ${styles.card}`}>
      <StatementLines
        statement={statement}
        pay={pay}
        name={statement.alias}
        action={
          <Acts>
            <button type="button" className="btn second small" onClick={() => setCorrecting(statement)}>
              {t('correct')}
            </button>
          </Acts>
        }
      />
    </section>
  )
  return (
    <PageState queries={[all]} part>
      <ListDetail
        backTo={`?month=${month}`}
        hint={<EmptyState title={monthAndYear(month)}>{t('pick')}</EmptyState>}
        list={
          <section
            className={`card ${list.card}`}
            aria-label={t('expertsCount', { count: all.data?.statements.length ?? 0 })}
          >
            {all.data?.statements.length === 0 && <EmptyState title={t('emptyTitle')}>{t('emptyAll')}</EmptyState>}
            <ul className={list.rows}>
              {all.data?.statements.map((one) => (
                <li key={one.expertId}>
                  <button
                    type="button"
                    className={`${list.row} ${styles.whose}`}
                    aria-current={one.expertId === picked ? 'true' : undefined}
                    onClick={() => setAsked({ month, expert: one.expertId }, { preventScrollReset: true })}
                  >
                    <span>
                      <strong>{one.alias}</strong>
                      <span className="s soft">{t('linesCount', { count: one.lines.length })}</span>
                    </span>
                    <b className="fig">{money(one.cents, one.currency)}</b>
                  </button>
                </li>
              ))}
            </ul>
            {month === pay.now && pay.currency && (
              <button
                type="button"
                className={`btn second small ${styles.anybody}`}
                onClick={() => setCorrecting('anybody')}
              >
                {t('correctAnybody')}
              </button>
            )}
          </section>
        }
        detail={detail}
      />
      {correcting && (
        <Correct
          statement={correcting === 'anybody' ? undefined : correcting}
          pay={pay}
          onClose={() => setCorrecting(undefined)}
        />
      )}
    </PageState>
  )
}
