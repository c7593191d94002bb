import type { ReactNode } from 'react'
import { Icon } from '../../../design/Icon'
import { useDeskTexts } from '../i18n'
import { Strip } from './LaneFrame'
import css from './lane.module.css'
import { PassedOnNote } from './PassedOnNote'

export type SeatNote =
  | { kind: 'gone' | 'passed' }
  | { kind: 'closed'; name: string }
  | { kind: 'handedOver'; name: string }
  | { kind: 'takenOver'; name: string | undefined; reason: string | undefined }

interface Props {
  seatNo: number
  focused: boolean
  note: SeatNote | undefined
  onFocus: () => void
  children?: ReactNode
}

/** FreeLane is an open seat without a conversation: dashed, quiet, and the place where an offer appears. */
export function FreeLane({ seatNo, focused, note, onFocus, children }: Props) {
  const t = useDeskTexts()
  const kinds = [css.lane, css.free, focused && css.focused].filter(Boolean).join(' ')
  return (
    <section
      className={kinds}
      aria-label={t('seatFree', { seat: seatNo })}
      data-seat={seatNo}
      onClick={focused ? undefined : onFocus}
      onKeyUp={focused ? undefined : (event) => event.key === 'Tab' && onFocus()}
    >
      <span className={`key ${css.corner}`} aria-hidden="true">
        Alt {seatNo}
      </span>
      <Strip label={t('seatFree', { seat: seatNo })} onFocus={onFocus}>
        <span className="s quiet">{t('freeTitle')}</span>
      </Strip>
      <div className={css.middle} role="status">
        {note ? <Note note={note} /> : null}
        {note || children ? null : (
          <>
            <h2>{t('freeTitle')}</h2>
            <p className="s quiet">{t('freeText')}</p>
          </>
        )}
        {note ? null : children}
      </div>
    </section>
  )
}

function Note({ note }: { note: SeatNote }) {
  const t = useDeskTexts()
  if (note.kind === 'closed') {
    return (
      <>
        <h2>{t('closedHere', { name: note.name })}</h2>
        <p className="s quiet">{t('closedHereHint')}</p>
      </>
    )
  }
  if (note.kind === 'handedOver' || note.kind === 'takenOver') return <PassedOnNote note={note} />
  return (
    <>
      <h2>{note.kind === 'gone' ? t('gone') : t('passed')}</h2>
      <p className="s quiet">{note.kind === 'gone' ? t('goneHint') : t('passFree')}</p>
    </>
  )
}

/** ShutLane is a seat that the level or the brand does not open. It says what opens it. */
export function ShutLane({ seatNo, level }: { seatNo: number; level: number }) {
  const t = useDeskTexts()
  const opens = seatNo === 2 ? 2 : 3
  const byLevel = level < opens
  return (
    <section className={`${css.lane} ${css.shut}`} aria-label={t('seatShut', { seat: seatNo })} data-seat={seatNo}>
      <Icon name="lock" />
      <h2>{t('shutTitle')}</h2>
      <p className="xs">
        {byLevel ? t('shutText', { level: t(opens === 2 ? 'level_2' : 'level_3'), count: seatNo }) : t('shutTextBrand')}
      </p>
    </section>
  )
}
