import type { ReactNode } from 'react'
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
  strip: ReactNode
  children: ReactNode
}

/** LaneKey is the shortcut of a lane, for the eye: the lane's own name says its seat. */
export function LaneKey({ seatNo }: { seatNo: number }) {
  return (
    <span className="key" aria-hidden="true">
      Alt {seatNo}
    </span>
  )
}

/** Strip is a folded lane: one button that opens it. It shows only where there is no room for the lane. */
export function Strip({ label, onFocus, children }: { label: string; onFocus: () => void; children: ReactNode }) {
  const t = useDeskTexts()
  return (
    <button type="button" className={css.strip} onClick={onFocus}>
      <span className="hidden">{`${label}. ${t('openLane')}`}</span>
      {children}
    </button>
  )
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
        {focused && tail ? null : <LaneKey seatNo={seatNo} />}
      </header>
      <Strip label={label} onFocus={onFocus}>
        {strip}
      </Strip>
      {children}
    </section>
  )
}
