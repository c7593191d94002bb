import type { Offer, Seat } from '../../../queries/types'

export type LaneState =
  | { kind: 'conversation'; seat: Seat; conversationId: string }
  | { kind: 'offer'; seat: Seat; offer: Offer }
  | { kind: 'free'; seat: Seat }
  | { kind: 'shut'; seat: Seat }

/** lanesOf is what each of the three seats shows: a conversation, an offer, nothing yet, or that it is not open. */
export function lanesOf(seats: readonly Seat[], offers: readonly Offer[]): LaneState[] {
  return [1, 2, 3].map((seatNo) => {
    const seat = seats.find((each) => each.seatNo === seatNo) ?? { seatNo, open: false }
    if (seat.conversationId) return { kind: 'conversation', seat, conversationId: seat.conversationId }
    const offer = offers.find((each) => each.seatNo === seatNo)
    if (offer) return { kind: 'offer', seat, offer }
    return { kind: seat.open ? 'free' : 'shut', seat }
  })
}

/** firstFocus is where the needle stands when the workbench opens. Afterwards only the person moves it. */
export function firstFocus(lanes: readonly LaneState[]): number {
  const busy = lanes.find((lane) => lane.kind === 'conversation') ?? lanes.find((lane) => lane.kind === 'offer')
  return busy?.seat.seatNo ?? 1
}
