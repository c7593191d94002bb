import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type BookCheck, type Books, checkBooks, getBooks } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { clock, dayAndYear, number } from '../../i18n/format'
import { brandQuery } from '../../queries'
import styles from './books.module.css'
import { useTexts } from './i18n'

const booksQuery = queryOptions({ queryKey: ['books'], queryFn: ({ signal }) => getBooks({ signal }) })

/** Whether the books are right: the last checks, rule by rule, with each row that breaks one. Staff only. */
export function BooksPage() {
  const t = useTexts()
  const cache = useQueryClient()
  const books = useQuery(booksQuery)
  const check = useMutation({
    mutationFn: () => checkBooks({}),
    onSettled: () => cache.invalidateQueries({ queryKey: booksQuery.queryKey }),
  })
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <Acts>
          <button
            type="button"
            className="btn"
            aria-disabled={check.isPending}
            onClick={() => !check.isPending && check.mutate()}
          >
            {t('run')}
          </button>
        </Acts>
      }
    >
      <p className="s" role="status">
        {check.isPending ? t('running') : check.isError ? t('failed') : ''}
      </p>
      <PageState queries={[books]} part>
        {books.data && <State books={books.data} />}
      </PageState>
    </ManagePage>
  )
}

function State({ books }: { books: Books }) {
  const [last, ...earlier] = books.checks
  return (
    <div className={styles.page}>
      <Rules books={books} last={last} />
      <div className={styles.beside}>
        <Seal seal={books.seal} />
        {earlier.length > 0 && <Earlier checks={earlier} />}
      </div>
      {last && last.count > 0 && <Findings check={last} />}
    </div>
  )
}

function useMoment() {
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  return (at: string) => ({ date: dayAndYear(at, zone), time: clock(at, zone) })
}

function Rules({ books, last }: { books: Books; last: BookCheck | undefined }) {
  const t = useTexts()
  const moment = useMoment()
  return (
    <section className={`card ${styles.card}`}>
      {last ? (
        <>
          <h2>{last.count === 0 ? t('rightTitle') : t('found', { count: last.count })}</h2>
          <p className="s soft">{t(last.by ? 'lastByStaff' : 'lastBySystem', moment(last.endedAt))}</p>
        </>
      ) : (
        <EmptyState title={t('neverTitle')}>{t('never')}</EmptyState>
      )}
      <h3 className="hidden">{t('rulesTitle')}</h3>
      <ul className={styles.rules}>
        {books.rules.map(({ rule, checks }) => {
          const count = last?.findings.filter((one) => one.rule === rule).length ?? 0
          return (
            <li key={rule}>
              <b className="fig">{rule}</b>
              <span className="grow">{t(rule as 'R1')}</span>
              {last && (
                <span className={count > 0 ? styles.found : 's quiet'}>
                  {count > 0 ? t('foundHere', { count }) : t(checks > 0 ? 'clean' : 'nothingHere')}
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Findings({ check }: { check: BookCheck }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card} ${styles.wide}`}>
      <h2>{t('findingsTitle')}</h2>
      <p className="s soft">{t('findingsLead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keyboard */}
      <section className={styles.scroll} aria-label={t('findingsLabel')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('columnRule')}</th>
              <th scope="col">{t('columnRow')}</th>
              <th scope="col">{t('columnDetail')}</th>
            </tr>
          </thead>
          <tbody>
            {check.findings.map((one) => (
              <tr key={`${one.rule} ${one.table} ${one.row} ${one.detail}`}>
                <td className="fig">{one.rule}</td>
                <td>
                  {one.table} <b className={styles.id}>{one.row}</b>
                </td>
                <td>{one.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Seal({ seal }: { seal: Books['seal'] }) {
  const t = useTexts()
  const moment = useMoment()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('sealTitle')}</h2>
      {seal.no === 0 ? (
        <p className="soft">{t('sealNone')}</p>
      ) : (
        <>
          <p>{t('seal', { no: number(seal.no), rows: number(seal.rows), ...moment(seal.sealedAt) })}</p>
          <p className={`s ${styles.id}`}>{seal.hash}</p>
        </>
      )}
    </section>
  )
}

function Earlier({ checks }: { checks: BookCheck[] }) {
  const t = useTexts()
  const moment = useMoment()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('earlierTitle')}</h2>
      <ul className={styles.rules}>
        {checks.map((one) => (
          <li key={one.id}>
            <span className="grow">{t('earlier', moment(one.endedAt))}</span>
            <span className={one.count > 0 ? styles.found : 's quiet'}>
              {one.count > 0 ? t('foundHere', { count: one.count }) : t('clean')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
