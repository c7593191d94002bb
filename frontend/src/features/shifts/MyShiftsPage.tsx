import { useQuery } from '@tanstack/react-query'
import type { MyPlan, PlanWeek } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { day, weekday } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { myShiftsQuery, weekQuery } from './api'
import { CalendarCard } from './CalendarCard'
import { useTexts } from './i18n'
import { MineCard, OfferedCard, PastCard } from './Mine'
import { SlotCard } from './SlotCard'
import css from './shifts.module.css'
import { byDay, dateIn, noon } from './times'
import { useWeek, WeekNav } from './WeekNav'
import { WishesCard } from './WishesCard'

/** "My shifts": the week in which I can sign up, what I have, and what colleagues offer. */
export function MyShiftsPage() {
  const t = useTexts()
  const week = useQuery(weekQuery(useWeek()))
  const mine = useQuery(myShiftsQuery)
  return (
    <ManagePage title={t('myTitle')} lead={mine.data && (mine.data.byShifts ? t('leadShifts') : t('leadHours'))}>
      <PageState queries={[week, mine]} part>
        {week.data && mine.data && (
          <div className={css.split}>
            <div className={css.main}>
              <Week week={week.data} mine={mine.data} />
            </div>
            <aside className={css.side}>
              <MineCard mine={mine.data} />
              <OfferedCard mine={mine.data} />
              <WishesCard mine={mine.data} />
              <CalendarCard />
              <PastCard mine={mine.data} />
            </aside>
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

function Week({ week, mine }: { week: PlanWeek; mine: MyPlan }) {
  const t = useTexts()
  const zone = mine.timeZone || mine.brandZone
  const today = dateIn(new Date(serverNow()), zone)
  // A day that is over and had nothing is not worth a row.
  const days = byDay(week.monday, week.slots, zone).filter(({ date, slots }) => slots.length > 0 || date >= today)
  const holidays = new Map(week.days.map((each) => [each.day, each.holiday]))
  return (
    <section aria-label={t('week')}>
      <WeekNav monday={week.monday} />
      {zone !== mine.brandZone && <p className="s quiet">{t('zoneNote', { zone, brand: mine.brandZone })}</p>}
      {week.slots.length === 0 ? (
        <div className="card">
          <EmptyState title={t('emptyWeek')}>{t('emptyWeekText')}</EmptyState>
        </div>
      ) : (
        <ol className={css.days}>
          {days.map(({ date, slots }) => (
            <li key={date} className={css.day} data-today={date === today || undefined}>
              <h3>
                {weekday(noon(date), 'UTC')} <span className="fig soft">{day(noon(date), 'UTC')}</span>
                {holidays.get(date) && <span className="tag">{holidays.get(date)}</span>}
              </h3>
              {slots.length === 0 ? (
                <p className="s quiet">{t('nothingThen')}</p>
              ) : (
                <ul className={css.slots}>
                  {slots.map((slot) => (
                    <li key={slot.id}>
                      <SlotCard slot={slot} zone={zone} signUpDays={mine.signUpDays} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
