import { type Slot, signUpForSlot, stopWaitingForSlot, waitForSlot } from '../../client'
import { Bird } from '../../design/Bird'
import { clock, day } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { serverNow } from '../../live/serverTime'
import { useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import { Places } from './Places'
import css from './shifts.module.css'

interface Props {
  slot: Slot
  zone: string
  signUpDays: number
}

/** SlotCard is one slot as an expert sees it: when, who comes, and the one thing that can be done with it. */
export function SlotCard({ slot, zone, signUpDays }: Props) {
  const t = useTexts()
  const from = clock(slot.startsAt, zone)
  const to = clock(slot.endsAt, zone)
  return (
    <article className={css.slot} data-mine={Boolean(slot.mine) || undefined} aria-label={t('slotAt', { from, to })}>
      <header className={css.slotHead}>
        <b className="fig">
          {from}–{to}
        </b>
        {slot.language && <span className="tag">{slot.language.toUpperCase()}</span>}
        {slot.mine && <span className="tag accent">{t('yours')}</span>}
      </header>
      <Places slot={slot} />
      {slot.experts.length > 0 && (
        <p className={`s quiet ${css.who}`}>
          {slot.experts.map((expert) => (
            <span key={expert.shiftId} className={css.name}>
              <Bird number={expert.bird} size={18} /> {expert.name}
            </span>
          ))}
        </p>
      )}
      {slot.note && <p className="s">{slot.note}</p>}
      <Act slot={slot} signUpDays={signUpDays} />
    </article>
  )
}

function Act({ slot, signUpDays }: Pick<Props, 'slot' | 'signUpDays'>) {
  const t = useTexts()
  const path = { id: slot.id }
  const signUp = useChange(() => signUpForSlot({ path }))
  const wait = useChange(() => waitForSlot({ path }))
  const stop = useChange(() => stopWaitingForSlot({ path }))
  const starts = Date.parse(slot.startsAt)
  const opens = starts - signUpDays * 86_400_000
  if (slot.mine || starts <= serverNow()) return null
  if (slot.bar)
    return (
      <p className="s quiet">{t(`bar_${slot.bar}`, { language: slot.language ? languageName(slot.language) : '' })}</p>
    )
  if (opens > serverNow()) return <p className="s quiet">{t('opensOn', { date: day(new Date(opens)) })}</p>
  const pending = signUp.isPending || wait.isPending || stop.isPending
  return (
    <div className={css.act}>
      {slot.taken < slot.seats ? (
        <button type="button" className="btn small" disabled={pending} onClick={() => signUp.mutate(undefined)}>
          {t('signUp')}
        </button>
      ) : slot.iWait ? (
        <button type="button" className="btn second small" disabled={pending} onClick={() => stop.mutate(undefined)}>
          {t('stopWaiting')}
        </button>
      ) : (
        <button type="button" className="btn second small" disabled={pending} onClick={() => wait.mutate(undefined)}>
          {t('waitFor')}
        </button>
      )}
      {slot.waiting > 0 && <span className="s quiet">{t('waiting', { count: slot.waiting })}</span>}
      <Failed error={signUp.error ?? wait.error ?? stop.error} />
    </div>
  )
}
