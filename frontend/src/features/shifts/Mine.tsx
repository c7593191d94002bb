import { type FormEvent, useState } from 'react'
import {
  cancelShift,
  type MyPlan,
  type MyShift,
  type OfferedShift,
  offerShift,
  takeSwap,
  withdrawSwap,
} from '../../client'
import { Bird } from '../../design/Bird'
import { SelectField, TextField } from '../../design/fields'
import { clock, day, weekday } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import css from './shifts.module.css'

function When({ shift, zone }: { shift: Pick<MyShift, 'startsAt' | 'endsAt' | 'language'>; zone: string }) {
  return (
    <p className={css.when}>
      <b>
        {weekday(shift.startsAt, zone)} {day(shift.startsAt, zone)}
      </b>{' '}
      <span className="fig">
        {clock(shift.startsAt, zone)}–{clock(shift.endsAt, zone)}
      </span>
      {shift.language && <span className="tag">{shift.language.toUpperCase()}</span>}
    </p>
  )
}

/** MineCard is what I have signed up for, with what I can do about each. */
export function MineCard({ mine }: { mine: MyPlan }) {
  const t = useTexts()
  const zone = mine.timeZone || mine.brandZone
  return (
    <section className="card">
      <h2>{t('mine')}</h2>
      {mine.coming.length === 0 ? (
        <p className="s quiet">{t('noneMine')}</p>
      ) : (
        <ul className={css.list}>
          {mine.coming.map((shift) => (
            <li key={shift.id}>
              <Coming shift={shift} mine={mine} zone={zone} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Coming({ shift, mine, zone }: { shift: MyShift; mine: MyPlan; zone: string }) {
  const t = useTexts()
  const [what, setWhat] = useState<'offer' | 'cancel'>()
  const keep = useChange(() => withdrawSwap({ path: { id: shift.swapId ?? '' } }))
  const begun = Date.parse(shift.startsAt) <= serverNow()
  const close = () => setWhat(undefined)
  return (
    <article className={css.coming}>
      <When shift={shift} zone={zone} />
      {shift.state === 'on' && <p className="tag ok">{t('youAreOn')}</p>}
      {shift.notThere && <p className="tag ember">{t('youAreLate')}</p>}
      {shift.note && <p className="s">{shift.note}</p>}
      {shift.swapId && <p className="s soft">{shift.swapTo ? t('onOfferTo', { name: shift.swapTo }) : t('onOffer')}</p>}
      {!begun && what === undefined && (
        <div className="row">
          {shift.swapId ? (
            <button type="button" className="btn second small" onClick={() => keep.mutate(undefined)}>
              {t('keep')}
            </button>
          ) : (
            <button type="button" className="btn second small" onClick={() => setWhat('offer')}>
              {t('offerSwap')}
            </button>
          )}
          <button type="button" className="btn text small" onClick={() => setWhat('cancel')}>
            {t('giveBack')}
          </button>
        </div>
      )}
      <Failed error={keep.error} />
      {what === 'offer' && <OfferForm shift={shift} mine={mine} onClose={close} />}
      {what === 'cancel' && <GiveBack shift={shift} zone={zone} onClose={close} />}
    </article>
  )
}

function OfferForm({ shift, mine, onClose }: { shift: MyShift; mine: MyPlan; onClose: () => void }) {
  const t = useTexts()
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  const offer = useChange(() =>
    offerShift({ path: { id: shift.id }, body: { toExpertId: to || undefined, note: note.trim() || undefined } }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!offer.isPending) offer.mutate(undefined, { onSuccess: onClose })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <SelectField
        label={t('offerTo')}
        hint={t('offerHint')}
        value={to}
        onChange={setTo}
        options={[
          { value: '', label: t('anybody') },
          ...mine.colleagues.map((each) => ({ value: each.id, label: each.alias })),
        ]}
      />
      <TextField label={t('offerNote')} optional={t('optional')} maxLength={200} value={note} onChange={setNote} />
      <Failed error={offer.error} />
      <div className="row">
        <button type="submit" className="btn small" disabled={offer.isPending}>
          {t('offerDo')}
        </button>
        <button type="button" className="btn second small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

function GiveBack({ shift, zone, onClose }: { shift: MyShift; zone: string; onClose: () => void }) {
  const t = useTexts()
  const [reason, setReason] = useState('')
  const late = Date.parse(shift.freeUntil) < serverNow()
  const cancel = useChange(() => cancelShift({ path: { id: shift.id }, body: { reason: reason.trim() || undefined } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!cancel.isPending) cancel.mutate(undefined, { onSuccess: onClose })
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <p className="s">
        {late
          ? t('backLate')
          : t('backFree', { when: `${day(shift.freeUntil, zone)}, ${clock(shift.freeUntil, zone)}` })}
      </p>
      <TextField label={t('reason')} optional={t('optional')} maxLength={200} value={reason} onChange={setReason} />
      <Failed error={cancel.error} />
      <div className="row">
        <button type="submit" className="btn small" disabled={cancel.isPending}>
          {t('giveBackDo')}
        </button>
        <button type="button" className="btn second small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** OfferedCard is what colleagues offer; it is not there while nobody offers anything. */
export function OfferedCard({ mine }: { mine: MyPlan }) {
  const t = useTexts()
  if (mine.offered.length === 0) return null
  return (
    <section className="card">
      <h2>{t('offered')}</h2>
      <ul className={css.list}>
        {mine.offered.map((offer) => (
          <li key={offer.id}>
            <Offered offer={offer} zone={mine.timeZone || mine.brandZone} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Offered({ offer, zone }: { offer: OfferedShift; zone: string }) {
  const t = useTexts()
  const take = useChange(() => takeSwap({ path: { id: offer.id } }))
  return (
    <article className={css.coming}>
      <When shift={offer} zone={zone} />
      <p className={`s quiet ${css.name}`}>
        <Bird number={offer.bird} size={18} />{' '}
        {offer.forMe ? t('byForYou', { name: offer.by }) : t('by', { name: offer.by })}
      </p>
      {offer.note && <p className="s">{offer.note}</p>}
      <div className={css.act}>
        <button type="button" className="btn small" disabled={take.isPending} onClick={() => take.mutate(undefined)}>
          {t('take')}
        </button>
        <Failed error={take.error} />
      </div>
    </article>
  )
}

/** PastCard is what became of the last shifts. */
export function PastCard({ mine }: { mine: MyPlan }) {
  const t = useTexts()
  if (mine.past.length === 0) return null
  const zone = mine.timeZone || mine.brandZone
  return (
    <section className="card">
      <h2>{t('past')}</h2>
      <ul className={css.list}>
        {mine.past.map((shift) => (
          <li key={shift.id} className={css.past}>
            <span className="s">
              {day(shift.startsAt, zone)}{' '}
              <span className="fig">
                {clock(shift.startsAt, zone)}–{clock(shift.endsAt, zone)}
              </span>
            </span>
            <span className={shift.state === 'kept' ? 'tag ok' : 'tag'}>
              {shift.state === 'cancelled' && shift.reason === 'away' ? t('wasAway') : t(`state_${shift.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
