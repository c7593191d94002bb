import { type FormEvent, useState } from 'react'
import { cancelShift, changeSlot, type PlanWeek, type ShiftExpert, type Slot } from '../../client'
import { Acts, useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { NumberField, TextField } from '../../design/fields'
import { clock, day, weekday } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import { Places } from './Places'
import css from './shifts.module.css'
import { byDay, noon } from './times'

/** PlanSlots are the slots of a week for who plans it: who has them, and what can be changed. */
export function PlanSlots({ week }: { week: PlanWeek }) {
  const t = useTexts()
  const days = byDay(week.monday, week.slots, week.timeZone).filter((each) => each.slots.length > 0)
  const holidays = new Map(week.days.map((each) => [each.day, each.holiday]))
  return (
    <section aria-label={t('slots')}>
      {days.length === 0 && (
        <div className="card">
          <EmptyState title={t('emptyWeek')}>{t('planLead')}</EmptyState>
        </div>
      )}
      <ol className={css.days}>
        {days.map(({ date, slots }) => (
          <li key={date} className={css.day}>
            <h3>
              {weekday(noon(date), 'UTC')} <span className="fig soft">{day(noon(date), 'UTC')}</span>
              {holidays.get(date) && <span className="tag">{holidays.get(date)}</span>}
            </h3>
            <ul className={css.slots}>
              {slots.map((slot) => (
                <li key={slot.id}>
                  <PlanSlot slot={slot} zone={week.timeZone} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

function PlanSlot({ slot, zone }: { slot: Slot; zone: string }) {
  const t = useTexts()
  const [edits, setEdits] = useState(false)
  const open = useChange(() => changeSlot({ path: { id: slot.id }, body: { open: true, version: slot.version } }))
  const from = clock(slot.startsAt, zone)
  const to = clock(slot.endsAt, zone)
  const over = Date.parse(slot.endsAt) <= serverNow()
  const reads = useReads()
  return (
    <article
      className={css.slot}
      data-draft={slot.state === 'draft' || undefined}
      aria-label={t('slotAt', { from, to })}
    >
      <header className={css.slotHead}>
        <b className="fig">
          {from}–{to}
        </b>
        {slot.language && <span className="tag">{slot.language.toUpperCase()}</span>}
        {slot.state === 'draft' && <span className="tag">{t('draft')}</span>}
      </header>
      <Places slot={slot} />
      {slot.experts.map((expert) => (
        <Who key={expert.shiftId} expert={expert} over={over} />
      ))}
      {slot.waiting > 0 && <p className="s quiet">{t('waiting', { count: slot.waiting })}</p>}
      {slot.note && <p className="s">{slot.note}</p>}
      {slot.why && (
        <details className="s">
          <summary>{t('why')}</summary>
          <p>{t('whyQuestions', { questions: slot.why.questions, counted: slot.why.counted })}</p>
          <p>{t('whyWanted', { count: slot.why.wanted })}</p>
          <p>{t('whyAlways', { count: slot.why.always })}</p>
        </details>
      )}
      {!over && !reads && (
        <div className={css.act}>
          {slot.state === 'draft' && (
            <button type="button" className="btn small" onClick={() => open.mutate(undefined)}>
              {t('open')}
            </button>
          )}
          <button type="button" className="btn second small" aria-expanded={edits} onClick={() => setEdits(!edits)}>
            {t('edit')}
          </button>
          <Failed error={open.error} />
        </div>
      )}
      {edits && <EditSlot slot={slot} onClose={() => setEdits(false)} />}
    </article>
  )
}

function Who({ expert, over }: { expert: ShiftExpert; over: boolean }) {
  const t = useTexts()
  const off = useChange(() => cancelShift({ path: { id: expert.shiftId }, body: {} }))
  return (
    <div className={css.past}>
      <span className="s">{expert.name}</span>
      {expert.notThere && <span className="tag ember">{t('notThere')}</span>}
      {expert.onOffer && <span className="tag">{t('onOfferShort')}</span>}
      {expert.state === 'on' && <span className="tag ok">{t('state_on_now')}</span>}
      {over ? (
        <span className={expert.state === 'kept' ? 'tag ok' : 'tag'}>{t(`state_${expert.state}`)}</span>
      ) : (
        <Acts>
          <button
            type="button"
            className="btn text small"
            disabled={off.isPending}
            onClick={() => off.mutate(undefined)}
          >
            {t('takeOff')}
          </button>
        </Acts>
      )}
      <Failed error={off.error} />
    </div>
  )
}

function EditSlot({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const t = useTexts()
  const [seats, setSeats] = useState<number | undefined>(slot.seats)
  const [note, setNote] = useState(slot.note ?? '')
  const path = { id: slot.id }
  const save = useChange(() => changeSlot({ path, body: { seats, note, version: slot.version } }))
  const cancel = useChange(() => changeSlot({ path, body: { cancel: true, version: slot.version } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (seats && !save.isPending) save.mutate(undefined, { onSuccess: onClose })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <NumberField label={t('seats')} min={1} max={50} value={seats} onChange={setSeats} />
      <TextField label={t('note')} optional={t('optional')} maxLength={200} value={note} onChange={setNote} />
      <div className="row">
        <button type="submit" className="btn small" disabled={!seats || save.isPending}>
          {t('save')}
        </button>
        <button
          type="button"
          className="btn text small"
          disabled={cancel.isPending}
          onClick={() => cancel.mutate(undefined)}
        >
          {t('cancelSlot')}
        </button>
      </div>
      {slot.taken > 0 && <p className="s quiet">{t('cancelSlotSure')}</p>}
      <Failed error={save.error ?? cancel.error} />
    </form>
  )
}
