import { useQuery } from '@tanstack/react-query'
import { Face } from '../../../design/Bird'
import { TickRing } from '../../../design/TickRing'
import { customerName } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { emptyTimeline } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import { useDeskTexts } from '../i18n'
import { leftOf, minutes, offerLasts, replyClock, ticksOf } from '../model/clocks'
import type { LaneState } from '../model/lanes'
import { firstName } from './ReplyClock'
import css from './seatbar.module.css'

interface Props {
  lanes: readonly LaneState[]
  focused: number
  onFocus: (seatNo: number) => void
}

/** SeatBar switches lanes on a phone, where one lane is shown. It appears when there is something to switch to. */
export function SeatBar({ lanes, focused, onFocus }: Props) {
  const t = useDeskTexts()
  const shown = lanes.filter((lane) => lane.kind !== 'shut')
  if (shown.length < 2) return null
  return (
    <nav className={css.bar} aria-label={t('lanes')}>
      {shown.map((lane) => (
        <button
          key={lane.seat.seatNo}
          type="button"
          aria-pressed={lane.seat.seatNo === focused}
          className={lane.seat.seatNo === focused ? css.here : undefined}
          onClick={() => onFocus(lane.seat.seatNo)}
        >
          <Tab lane={lane} roomy={shown.length < 3} />
        </button>
      ))}
    </nav>
  )
}

function Tab({ lane, roomy }: { lane: LaneState; roomy: boolean }) {
  const t = useDeskTexts()
  if (lane.kind === 'conversation') return <Customer lane={lane} roomy={roomy} />
  if (lane.kind === 'offer') return <Offer lane={lane} />
  return <span className="quiet">{t('freeTitle')}</span>
}

function Customer({ lane, roomy }: { lane: Extract<LaneState, { kind: 'conversation' }>; roomy: boolean }) {
  const now = useServerSecond() * 1_000
  const timeline = useQuery(timelineQuery(lane.conversationId)).data ?? emptyTimeline
  const clock = replyClock(lane.seat, timeline.entries, now)
  const name = customerName(lane.seat.conversation?.customer.name)
  return (
    <>
      <Face name={name} size={30} />
      <span className={roomy ? css.name : 'hidden'}>{firstName(name)}</span>
      {clock.turn === 'expert' ? <b className={`fig ${css.waits}`}>{minutes(clock.waited)}</b> : null}
    </>
  )
}

function Offer({ lane }: { lane: Extract<LaneState, { kind: 'offer' }> }) {
  const t = useDeskTexts()
  const left = Math.min(offerLasts, leftOf(lane.offer.expiresAt, useServerSecond() * 1_000))
  return (
    <>
      <TickRing size={30} thick={2} left={ticksOf(left, offerLasts)} colour="var(--ember)" figure={String(left)} />
      <span className={css.name}>{t('offerShort')}</span>
    </>
  )
}
