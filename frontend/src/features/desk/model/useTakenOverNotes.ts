import { useEffect, useRef } from 'react'
import { customerName } from '../../../i18n/format'
import { useTakenOver } from '../../../live/takenOver'
import type { SeatNote } from '../parts/QuietLane'
import type { LaneState } from './lanes'

/** useTakenOverNotes says in the seat that was freed that the team took its conversation over, and why. */
export function useTakenOverNotes(lanes: readonly LaneState[], say: (seatNo: number, note: SeatNote) => void) {
  const seats = useRef(new Map<string, { seatNo: number; name: string | undefined }>())
  useEffect(() => {
    for (const lane of lanes) {
      if (lane.kind !== 'conversation') continue
      const { customer } = lane.seat.conversation ?? {}
      seats.current.set(lane.conversationId, {
        seatNo: lane.seat.seatNo,
        name: customer ? customerName(customer.name) : undefined,
      })
    }
  }, [lanes])
  useTakenOver((conversationId, reason) => {
    const seat = seats.current.get(conversationId)
    if (seat) say(seat.seatNo, { kind: 'takenOver', name: seat.name, reason })
  })
}
