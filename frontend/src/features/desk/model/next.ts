import type { LaneState } from './lanes'

/** nextWaiting is the seat whose customer has waited longest for me, after the one that is focused; none when nobody waits. */
export function nextWaiting(lanes: readonly LaneState[], focused: number): number | undefined {
  const waiting = lanes
    .filter((lane) => lane.kind === 'conversation' && lane.seat.due !== 'free' && lane.seat.dueAt !== undefined)
    .map(({ seat }) => ({ seatNo: seat.seatNo, ends: endsAt(seat.due, seat.dueAt) }))
    .sort((a, b) => a.ends - b.ends)
  return (waiting.find((each) => each.seatNo !== focused) ?? waiting[0])?.seatNo
}

const nudgedMs = 90_000

/** endsAt is when the time to reply is over: 90 seconds after the nudge. */
function endsAt(due: string | undefined, dueAt: string | undefined): number {
  return Date.parse(dueAt ?? '') + (due === 'nudge' ? nudgedMs : 0)
}
