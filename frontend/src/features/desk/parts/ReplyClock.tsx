import { useEffect, useRef, useState } from 'react'
import { TickRing } from '../../../design/TickRing'
import { useDeskTexts } from '../i18n'
import { type ReplyClock as Clock, minutes, replyWithin, ticksOf } from '../model/clocks'
import css from './lane.module.css'

/** ReplyClock is the expert's time to reply: a ring that loses ticks, then a red disc that says how long it is over. */
export function ReplyClock({ clock, name, compact }: { clock: Clock; name: string; compact?: boolean }) {
  const t = useDeskTexts()
  if (clock.turn === 'customer') {
    return (
      <span className={css.turn}>
        {compact ? null : t('customerTurn', { name: firstName(name) })}
        {clock.freesIn !== undefined && clock.freesIn <= 300 ? (
          <small className="fig">
            {compact ? minutes(clock.freesIn) : t('freesIn', { time: minutes(clock.freesIn) })}
          </small>
        ) : null}
      </span>
    )
  }
  if (clock.over > 0) {
    return (
      <span className={css.clock}>
        <b className={`fig ${css.overdue}`}>+{minutes(clock.over)}</b>
        <Milestones left={0} name={name} />
      </span>
    )
  }
  const time = minutes(clock.left)
  const left = ticksOf(clock.left, replyWithin)
  return (
    <span className={css.clock}>
      <TickRing
        size={compact ? 46 : 38}
        thick={compact ? 2.4 : 2.2}
        left={left}
        figure={compact ? time : undefined}
        figureSize={13}
        label={t('replyLabel', { time })}
      />
      {compact ? null : (
        <span className={css.clockWords} aria-hidden="true">
          <b className="fig">{time}</b>
          <span className="xs quiet">{t('toReply')}</span>
        </span>
      )}
      <Milestones left={clock.left} name={name} />
    </span>
  )
}

/** firstName is how a customer is addressed where there is little room. */
export function firstName(name: string): string {
  return name.split(' ')[0] ?? name
}

/** Milestones tells screen readers at half, at a quarter and when it is over, not every second. */
function Milestones({ left, name }: { left: number; name: string }) {
  const t = useDeskTexts()
  const [words, setWords] = useState('')
  const last = useRef(left)
  useEffect(() => {
    const passed = (at: number) => last.current > at && left <= at
    if (passed(0)) setWords(t('replyOver', { name }))
    else if (passed(replyWithin / 4)) setWords(t('replyQuarter', { name }))
    else if (passed(replyWithin / 2)) setWords(t('replyHalf', { name }))
    else if (left > last.current) setWords('')
    last.current = left
  }, [left, name, t])
  return (
    <span className="hidden" role="status">
      {words}
    </span>
  )
}
