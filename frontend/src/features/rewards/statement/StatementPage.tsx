import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams, useSearchParams } from 'react-router'
import {
  exportMyPointsStatement,
  exportPointsStatement,
  getMyPointsStatement,
  getPointsStatement,
  type PointsStatement,
  type Transfer,
} from '../../../client'
import { EmptyState } from '../../../design/EmptyState'
import { SelectField } from '../../../design/fields'
import { PageState } from '../../../design/PageState'
import { Refused } from '../../../design/Refused'
import { day, monthAndYear, number } from '../../../i18n/format'
import { useKindName } from '../../../points/awardWords'
import { brandQuery } from '../../../queries'
import { useTexts } from './i18n'
import { monthOf, monthsFrom } from './months'
import styles from './statement.module.css'

/** A month of points: what was there, every movement, what is there; an expert's own, or for staff anybody's. */
export function StatementPage() {
  const zone = useQuery(brandQuery).data?.timeZone
  return <PageState queries={[useQuery(brandQuery)]}>{zone && <Month now={monthOf(new Date(), zone)} />}</PageState>
}

function Month({ now }: { now: string }) {
  const t = useTexts()
  const { id } = useParams()
  const [asked, setAsked] = useSearchParams()
  const month = asked.get('month') ?? now
  const statement = useQuery({
    queryKey: id ? ['experts', id, 'points', month] : ['me', 'points', 'statement', month],
    queryFn: ({ signal }) =>
      id ? getPointsStatement({ path: { id, month }, signal }) : getMyPointsStatement({ path: { month }, signal }),
  })
  return (
    <PageState queries={[statement]}>
      {statement.data && (
        <main className="page">
          <header className={styles.head}>
            <div className="grow">
              <h1>{id ? t('titleOf', { alias: statement.data.alias }) : t('title')}</h1>
              <p className="soft">{t(statement.data.final ? 'final' : 'running')}</p>
            </div>
            <SelectField
              label={t('month')}
              value={month}
              onChange={(to) => setAsked({ month: to }, { replace: true })}
              options={monthsFrom(statement.data.first, now).map((value) => ({ value, label: monthAndYear(value) }))}
            />
            <Save statement={statement.data} staff={id !== undefined} />
          </header>
          <Balances statement={statement.data} />
          <Lines statement={statement.data} />
        </main>
      )}
    </PageState>
  )
}

function Save({ statement, staff }: { statement: PointsStatement; staff: boolean }) {
  const t = useTexts()
  const { month, expertId: id } = statement
  const csv = useMutation({
    mutationFn: async () => {
      const text = staff
        ? await exportPointsStatement({ path: { id, month }, parseAs: 'text' })
        : await exportMyPointsStatement({ path: { month }, parseAs: 'text' })
      save(text as unknown as string, `points-${month}.csv`, 'text/csv;charset=utf-8')
    },
  })
  return (
    <div className={styles.acts}>
      <button type="button" className="btn second" aria-disabled={csv.isPending} onClick={() => csv.mutate()}>
        {t('csv')}
      </button>
      <button
        type="button"
        className="btn second"
        onClick={() => save(JSON.stringify(statement, null, 2), `points-${month}.json`, 'application/json')}
      >
        {t('json')}
      </button>
      <Refused error={csv.error} />
    </div>
  )
}

function save(text: string, name: string, type: string) {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

const purses = ['available', 'pending', 'reserved', 'owed'] as const

/** What was there and what is there, purse by purse; what is owed only when something is. */
function Balances({ statement }: { statement: PointsStatement }) {
  const t = useTexts()
  const { opening, closing } = statement
  const shown = purses.filter((purse) => purse !== 'owed' || opening.owed > 0 || closing.owed > 0)
  return (
    <section className={`card ${styles.card}`}>
      <table className={styles.balances}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('opening')}</th>
            <th scope="col">{t(statement.final ? 'closing' : 'now')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((purse) => (
            <tr key={purse}>
              <th scope="row">{t(purse)}</th>
              <td className="fig">{number(opening[purse])}</td>
              <td className="fig">
                <b>{number(closing[purse])}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Lines({ statement }: { statement: PointsStatement }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('lines', { count: statement.lines.length })}</h2>
      {statement.lines.length === 0 ? (
        <EmptyState title={t('nothingTitle')}>{t('nothing')}</EmptyState>
      ) : (
        <ul className={styles.lines}>
          {statement.lines.map((line) => (
            <Line key={line.id} line={line} zone={statement.zone} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Line({ line, zone }: { line: Transfer; zone: string }) {
  const t = useTexts()
  const kindName = useKindName()
  return (
    <li>
      <span className="fig quiet">{day(line.at, zone)}</span>
      <span className={styles.what}>
        <b className="strong">{t(`kind_${line.kind}`)}</b>{' '}
        <span className="s soft">{line.title ?? (line.awardKind && kindName(line.awardKind))}</span>
      </span>
      <span className={`s soft ${styles.way}`}>{t('way', { from: t(line.from), to: t(line.to) })}</span>
      <b className="fig">{number(line.points)}</b>
    </li>
  )
}
