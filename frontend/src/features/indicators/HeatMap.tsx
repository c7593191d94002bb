import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Heat, HeatCell } from '../../client'
import { PageState } from '../../design/PageState'
import { fixed, number, weekday } from '../../i18n/format'
import { heatQuery } from './api'
import { useTexts } from './i18n'
import styles from './indicators.module.css'

/** 2024 began on a Monday. */
const nameOfDay = (day: number) => weekday(`2024-01-0${day}T12:00:00Z`, 'UTC')
const clockOf = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** HeatMap puts what each hour of the week needs against who is there, and says where most are missing. */
export function HeatMap() {
  const t = useTexts()
  const heat = useQuery(heatQuery)
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('heat')}</h2>
      <PageState queries={[heat]} part>
        {heat.data && <Week heat={heat.data} />}
      </PageState>
    </section>
  )
}

function Week({ heat }: { heat: Heat }) {
  const t = useTexts()
  const inWords = useInWords()
  const [worst, ...others] = heat.missing
  const hours = [...new Set(heat.cells.filter((one) => one.needed + one.have > 0).map((one) => one.hour))].sort(
    (a, b) => a - b,
  )
  const say = (one: HeatCell) =>
    t('youMiss', {
      count: one.missing,
      experts: inWords(one.missing),
      day: nameOfDay(one.weekday),
      hour: clockOf(one.hour),
    })
  if (hours.length === 0) return <p className="s quiet">{t('noHeat')}</p>
  return (
    <>
      <p className="s soft">{t(heat.byShifts ? 'heatPlan' : 'heatUsual')}</p>
      <p className={styles.miss}>
        {worst ? <b>{say(worst)}</b> : t('nobodyMissing')}{' '}
        <Link className="strong" to="/manage/plan">
          {t('go_plan_seats')}
        </Link>
      </p>
      {others.length > 0 && (
        <ul className={`s soft ${styles.others}`}>
          {others.map((one) => (
            <li key={`${one.weekday} ${one.hour}`}>{say(one)}</li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('heat')}>
        <table className={styles.grid}>
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{t('hour')}</span>
              </th>
              {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                <th key={day} scope="col">
                  <abbr title={nameOfDay(day)}>{nameOfDay(day).slice(0, 2)}</abbr>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour}>
                <th scope="row" className="fig">
                  {clockOf(hour)}
                </th>
                {[1, 2, 3, 4, 5, 6, 7].map((day) => (
                  <Cell key={day} cell={heat.cells.find((one) => one.weekday === day && one.hour === hour)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {heat.seatTenths > 0 && (
        <p className="s quiet">
          {t('heatWhy', { minutes: fixed(heat.handlingSeconds / 60, 1), seats: number(heat.seatTenths / 10, 1) })}
        </p>
      )}
    </>
  )
}

function Cell({ cell }: { cell: HeatCell | undefined }) {
  const t = useTexts()
  if (!cell) return <td />
  const { have, needed, missing } = cell
  return (
    <td data-kind={missing > 0 ? 'few' : have > needed ? 'spare' : 'even'}>
      <span aria-hidden="true" className="fig">
        {have}/{needed}
      </span>
      <span className="hidden">{t('cell', { have, needed })}</span>
    </td>
  )
}

/** useInWords writes small numbers as words. */
function useInWords() {
  const words = useTexts()('words').split(' ')
  return (count: number) => words[count - 1] ?? number(count)
}
