import { useCallback, useEffect, useRef, useState } from 'react'
import type { SeatNote } from '../parts/QuietLane'
import type { LaneState } from './lanes'

const lasts = 9_000
const lastsTakenOver = 60_000

/** useSeatNotes remembers for a short while what happened in a seat that is free now: gone, passed on, closed. */
export function useSeatNotes(lanes: readonly LaneState[]) {
  const [notes, setNotes] = useState<Readonly<Record<number, SeatNote>>>({})
  const offers = useRef(new Map<number, string>())
  const answered = useRef(new Set<string>())
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>())

  const say = useCallback((seatNo: number, note: SeatNote) => {
    clearTimeout(timers.current.get(seatNo))
    setNotes((now) => ({ ...now, [seatNo]: note }))
    timers.current.set(
      seatNo,
      setTimeout(
        () => setNotes(({ [seatNo]: _, ...rest }) => rest),
        note.kind === 'takenOver' ? lastsTakenOver : lasts,
      ),
    )
  }, [])

  useEffect(() => {
    const now = new Map<number, string>()
    for (const lane of lanes) if (lane.kind === 'offer') now.set(lane.seat.seatNo, lane.offer.id)
    for (const [seatNo, id] of offers.current) {
      const free = lanes.find((lane) => lane.seat.seatNo === seatNo)?.kind === 'free'
      if (free && now.get(seatNo) === undefined && !answered.current.has(id)) say(seatNo, { kind: 'gone' })
    }
    offers.current = now
  }, [lanes, say])

  const answer = useCallback((offerId: string) => {
    answered.current.add(offerId)
  }, [])
  return { notes, say, answer }
}
