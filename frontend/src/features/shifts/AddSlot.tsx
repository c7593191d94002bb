import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addSlot, type PlanWeek } from '../../client'
import { CheckField, NumberField, SelectField, TextField } from '../../design/fields'
import { day, weekday } from '../../i18n/format'
import { momentOf } from '../../i18n/moment'
import { brandQuery } from '../../queries'
import { useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import css from './shifts.module.css'
import { noon } from './times'

/** AddSlot plans a slot by hand, in the brand's time. */
export function AddSlot({ week }: { week: PlanWeek }) {
  const t = useTexts()
  const languages = useQuery(brandQuery).data?.languages ?? []
  const [date, setDate] = useState(week.monday)
  const [from, setFrom] = useState('10:00')
  const [to, setTo] = useState('12:00')
  const [language, setLanguage] = useState('')
  const [seats, setSeats] = useState<number | undefined>(1)
  const [open, setOpen] = useState(true)
  const add = useChange(() =>
    addSlot({
      body: {
        startsAt: momentOf(date, from, week.timeZone).toISOString(),
        endsAt: momentOf(date, to, week.timeZone).toISOString(),
        language: language || undefined,
        seats: seats ?? 1,
        open,
      },
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (seats && from && to && !add.isPending) add.mutate(undefined)
  }
  return (
    <section className="card">
      <h2>{t('addSlot')}</h2>
      <form className={css.form} onSubmit={submit}>
        <div className={css.fields}>
          <SelectField
            label={t('addDay')}
            value={date}
            onChange={setDate}
            options={week.days.map((each) => ({
              value: each.day,
              label: `${weekday(noon(each.day), 'UTC')} ${day(noon(each.day), 'UTC')}`,
            }))}
          />
          <TextField label={t('addFrom')} type="time" step={1800} figure value={from} onChange={setFrom} />
          <TextField label={t('addTo')} type="time" step={1800} figure value={to} onChange={setTo} />
          <SelectField
            label={t('addLanguage')}
            value={language}
            onChange={setLanguage}
            options={[
              { value: '', label: t('anyLanguage') },
              ...languages.map((each) => ({ value: each, label: each.toUpperCase() })),
            ]}
          />
          <NumberField label={t('seats')} min={1} max={50} value={seats} onChange={setSeats} />
        </div>
        <CheckField label={t('addOpen')} checked={open} onChange={setOpen} />
        <Failed error={add.error} />
        <div className="row">
          <button type="submit" className="btn second small" disabled={add.isPending}>
            {t('add')}
          </button>
        </div>
      </form>
    </section>
  )
}
