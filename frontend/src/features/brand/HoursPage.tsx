import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getOpeningHours, type OpeningHours, putOpeningHours } from '../../client'
import type { Difference } from '../../design/ConflictNote'
import { FieldError } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft, useFieldErrors } from '../../design/useDraft'
import { brandQuery } from '../../queries'
import { hoursQuery } from './api'
import { HolidayList } from './HolidayList'
import { type Hours, nextOpening, spanFaults, wallTime, weekdays, weekHours } from './hours'
import styles from './hours.module.css'
import { useTexts } from './i18n'
import { useOpeningWords, useWeekdayNames } from './openingWords'
import { WeekGrid } from './WeekGrid'

/** When experts get offers, and what customers read when nobody is there. */
export function HoursPage() {
  const t = useTexts()
  const hours = useQuery(hoursQuery)
  const brand = useQuery(brandQuery)
  const zone = brand.data?.timeZone ?? ''
  return (
    <ManagePage title={t('hoursTitle')} lead={zone ? t('hoursLead', { zone }) : undefined}>
      <PageState queries={[hours, brand]} part>
        {hours.data && <HoursForm hours={hours.data} timeZone={zone} />}
      </PageState>
    </ManagePage>
  )
}

/** The week and the special days, as a form. Exported for its test. */
export function HoursForm({ hours, timeZone }: { hours: OpeningHours; timeZone: string }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft<Hours, OpeningHours>({
    source: hours,
    toValues: ({ weekly, holidays }) => ({ weekly, holidays }),
    keepAs: 'hours',
    submit: (values, base) => putOpeningHours({ body: { ...sorted(values), version: base.version } }),
    reload: () => getOpeningHours(),
    onSaved: (saved) => {
      cache.setQueryData(hoursQuery.queryKey, saved)
      void cache.invalidateQueries({ queryKey: brandQuery.queryKey })
    },
  })
  const differences = useDifferences()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  const good = weekdays.every((day) => spanFaults(values.weekly.filter((span) => span.weekday === day)).size === 0)
  return (
    <form noValidate className={styles.page} onSubmit={good ? submitting(draft) : (event) => event.preventDefault()}>
      <section className={`card ${list.form}`}>
        <div className={styles.weekHead}>
          <h2>{t('week')}</h2>
          <span className="s soft">{t('hoursWeek', { count: weekHours(values.weekly) })}</span>
        </div>
        <WeekGrid weekly={values.weekly} onChange={(weekly) => set({ weekly })} />
        <FieldError error={error('weekly')} />
      </section>
      <div className={styles.side}>
        <NextOpening hours={values} timeZone={timeZone} draft={draft.state === 'dirty'} />
        <section className={`card ${list.form}`}>
          <h2>{t('holidays')}</h2>
          <p className="s quiet">{t('holidaysNote')}</p>
          <HolidayList holidays={values.holidays} onChange={(holidays) => set({ holidays })} />
          <FieldError error={error('holidays')} />
        </section>
      </div>
      <div className={styles.save}>
        <SaveBar grounded draft={draft} differences={differences} />
      </div>
    </form>
  )
}

/** In the order that the server keeps, so that a reload does not move what was typed. */
function sorted(hours: Hours): Hours {
  return {
    weekly: [...hours.weekly].sort((a, b) => a.weekday - b.weekday || a.opens.localeCompare(b.opens)),
    holidays: [...hours.holidays].sort((a, b) => a.day.localeCompare(b.day)),
  }
}

function NextOpening({ hours, timeZone, draft }: { hours: Hours; timeZone: string; draft: boolean }) {
  const t = useTexts()
  const words = useOpeningWords()
  const next = nextOpening(hours, wallTime(new Date(), timeZone || 'UTC'))
  return (
    <section
      className={`card ${styles.next}`}
      aria-live="polite"
      data-open={next.kind === 'openUntil' || next.kind === 'always'}
    >
      {draft && <p className="s quiet">{t('hoursDraft')}</p>}
      <p className={styles.nextWords}>{words(next)}</p>
    </section>
  )
}

function useDifferences(): (theirs: OpeningHours, mine: Hours) => Difference[] {
  const t = useTexts()
  const names = useWeekdayNames()
  const week = (hours: Hours, day: number) =>
    hours.weekly
      .filter((span) => span.weekday === day)
      .map((span) => `${span.opens}–${span.closes}`)
      .join(', ') || t('closed')
  const days = (hours: Hours) =>
    hours.holidays.map((h) => `${h.day} ${h.name}${h.opens ? ` ${h.opens}–${h.closes}` : ''}`).join(', ')
  return (theirs, mine) => [
    ...weekdays.map((day) => ({ label: names[day - 1] ?? '', theirs: week(theirs, day), mine: week(mine, day) })),
    { label: t('holidays'), theirs: days(theirs), mine: days(mine) },
  ]
}
