import type { Demand } from '../../client'
import { fixed, number, weekday } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { useTexts } from './i18n'
import css from './shifts.module.css'
import { dateIn, hourIn, later, noon } from './times'

interface Cell {
  wanted: number
  seats: number
  taken: number
}

/** Each open hour of each day: the half hour that lacks most speaks for its hour. */
function cellsOf({ halves, timeZone }: Demand): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const half of halves) {
    const key = `${dateIn(half.at, timeZone)} ${hourIn(half.at, timeZone)}`
    const before = cells.get(key)
    if (!before || half.wanted - half.taken > before.wanted - before.taken) cells.set(key, half)
  }
  return cells
}

/** DemandGrid is the week as a heat map: who has signed up of those who are wanted, in every cell as a figure. */
export function DemandGrid({ demand }: { demand: Demand }) {
  const t = useTexts()
  const cells = cellsOf(demand)
  const used = [...cells].filter(([, cell]) => cell.wanted + cell.seats > 0).map(([key]) => Number(key.split(' ')[1]))
  const hours = [...new Set(used)].sort((a, b) => a - b)
  const now = new Date(serverNow())
  const current = `${dateIn(now, demand.timeZone)} ${String(hourIn(now, demand.timeZone)).padStart(2, '0')}`
  const dates = Array.from({ length: 7 }, (_, i) => later(demand.monday, i))
  return (
    <section className="card">
      <h2>{t('demand')}</h2>
      <p className="s soft">{t('demandLead')}</p>
      {hours.length === 0 ? (
        <p className="s quiet">{t('noDemand')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard
        <section className={css.scroll} tabIndex={0} aria-label={t('demand')}>
          <table className={css.grid}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="hidden">{t('hour')}</span>
                </th>
                {dates.map((date) => (
                  <th key={date} scope="col">
                    {weekday(noon(date), 'UTC').slice(0, 2)} <span className="fig">{Number(date.slice(8))}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {hours.map((hour) => (
                <tr key={hour}>
                  <th scope="row" className="fig">
                    {String(hour).padStart(2, '0')}
                  </th>
                  {dates.map((date) => (
                    <GridCell
                      key={date}
                      cell={cells.get(`${date} ${hour}`)}
                      past={`${date} ${String(hour).padStart(2, '0')}` < current}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {demand.seatTenths > 0 && (
        <p className="s quiet">
          {t('demandWhy', { minutes: fixed(demand.handlingSeconds / 60, 1), seats: number(demand.seatTenths / 10, 1) })}
        </p>
      )}
    </section>
  )
}

function GridCell({ cell, past }: { cell: Cell | undefined; past: boolean }) {
  const t = useTexts()
  if (!cell) return <td className={css.shut} />
  const { taken, wanted, seats } = cell
  const lacks = past ? 'past' : 'few' // nobody is needed any more in what is over
  const kind = wanted === 0 && taken === 0 ? 'none' : taken < wanted ? lacks : 'enough'
  return (
    <td data-kind={kind} title={t('cellPlanned', { seats })}>
      <span aria-hidden="true" className="fig">
        {taken}/{wanted}
      </span>
      <span className="hidden">{t('cell', { taken, wanted })}</span>
    </td>
  )
}
