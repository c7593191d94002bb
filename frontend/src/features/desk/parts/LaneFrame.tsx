import type { ReactNode } from 'react'
import { Face } from '../../../design/Bird'
import { useDeskTexts } from '../i18n'
import css from './lane.module.css'

interface Props {
  seatNo: number
  label: string
  focused: boolean
  waits?: boolean
  offer?: boolean
  quiet?: boolean
  onFocus: () => void
  head: ReactNode
  /** stands at the end of the header, before the key */
  tail?: ReactNode
  /** what a folded lane of 92 px shows */
  strip?: { name: string; time?: string; unread: number }
  children: ReactNode
}

/** LaneFrame is one seat of the workbench: its header with the key, and the needle when it is focused. */
export function LaneFrame({
  seatNo,
  label,
  focused,
  waits,
  offer,
  quiet,
  onFocus,
  head,
  tail,
  strip,
  children,
}: Props) {
  const t = useDeskTexts()
  const kinds = [css.lane, focused && css.focused, waits && css.waiting, offer && css.offer, quiet && css.quiet]
  return (
    <section
      className={kinds.filter(Boolean).join(' ')}
      aria-label={label}
      data-seat={seatNo}
      onClick={focused ? undefined : onFocus}
      onKeyUp={focused ? undefined : (event) => event.key === 'Tab' && onFocus()}
    >
      <header className={css.head}>
        {head}
        {tail}
        <span className="key" aria-hidden="true">
          Alt {seatNo}
        </span>
      </header>
      {strip ? (
        <button type="button" className={css.strip} onClick={onFocus} aria-label={`${label}. ${t('openLane')}`}>
          <Face name={strip.name} waiting={waits} />
          {strip.time ? <b className="fig">{strip.time}</b> : null}
          {strip.unread > 0 ? <span className="tag ember">{t('unread', { count: strip.unread })}</span> : null}
        </button>
      ) : null}
      {children}
    </section>
  )
}
