import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { endMyCalendar, makeMyCalendar } from '../../client'
import { CopyBox } from '../../design/CopyBox'
import { clock, day } from '../../i18n/format'
import { calendarQuery } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import css from './shifts.module.css'

/** CalendarCard gives the address by which one's own calendar shows the shifts and reminds of them. */
export function CalendarCard() {
  const t = useTexts()
  const client = useQueryClient()
  const feed = useQuery(calendarQuery).data
  const refresh = () => client.invalidateQueries({ queryKey: calendarQuery.queryKey })
  const make = useMutation({ mutationFn: () => makeMyCalendar(), onSettled: refresh })
  const end = useMutation({
    mutationFn: () => endMyCalendar(),
    onSettled: refresh,
    onSuccess: () => make.reset(),
  })
  const url = make.data?.url
  return (
    <section className={`card ${css.stack}`}>
      <h2>{t('calendar')}</h2>
      <p className="s soft">{t('calendarLead')}</p>
      {url && (
        <>
          <CopyBox text={url} label={t('calendarAddress')} />
          <p className="s quiet">{t('calendarOnce')}</p>
        </>
      )}
      {feed?.made && !url && (
        <p className="s quiet">
          {feed.usedAt
            ? t('calendarUsed', { when: `${day(feed.usedAt)}, ${clock(feed.usedAt)}` })
            : t('calendarUnused')}
        </p>
      )}
      <div className="row">
        <button type="button" className="btn second small" disabled={make.isPending} onClick={() => make.mutate()}>
          {feed?.made ? t('calendarAgain') : t('calendarMake')}
        </button>
        {feed?.made && (
          <button type="button" className="btn text small" disabled={end.isPending} onClick={() => end.mutate()}>
            {t('calendarEnd')}
          </button>
        )}
      </div>
      <Failed error={make.error ?? end.error} />
    </section>
  )
}
