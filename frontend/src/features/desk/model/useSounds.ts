import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { chime } from '../../../app/sound'
import { emptyTimeline } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import { presenceQuery } from '../../../queries'
import type { Entry } from '../../../queries/types'
import type { LaneState } from './lanes'

/**
 * useSounds lets an offer, a customer's message and a nudge be heard: once each, and not on a break. A message in the lane
 * that one looks at makes no sound. What was there when the page opened is old news.
 */
export function useSounds(lanes: readonly LaneState[], focused: number) {
  const presence = useQuery(presenceQuery).data?.state
  const held = lanes.filter((lane) => lane.kind === 'conversation')
  const timelines = useQueries({ queries: held.map((lane) => timelineQuery(lane.conversationId)) })
  const heard = useRef(new Heard())
  const news = held.map((lane, index) => ({
    seatNo: lane.seat.seatNo,
    conversationId: lane.conversationId,
    due: lane.seat.due,
    dueAt: lane.seat.dueAt,
    last: lastOfCustomer(timelines[index]?.data?.entries),
  }))
  const offer = lanes.find((lane) => lane.kind === 'offer')?.offer.id
  const quiet = presence === 'break' || presence === undefined
  useEffect(() => {
    for (const sound of heard.current.take(news, offer)) {
      const looking = sound.seatNo === focused && document.hasFocus()
      if (!quiet && !(sound.kind === 'message' && looking)) chime(sound.kind, sound.id)
    }
  })
}

interface News {
  seatNo: number
  conversationId: string
  due?: string
  dueAt?: string
  /** the seq of the customer's newest message; undefined while it is not known */
  last: number | undefined
}

export interface Sounding {
  kind: 'offer' | 'message' | 'nudge'
  id: string
  seatNo?: number
}

/** Heard remembers what was told, so that nothing sounds twice. */
export class Heard {
  private readonly messages = new Map<string, number>()
  private readonly nudges = new Map<string, string>()
  private offer: string | undefined

  take(news: readonly News[], offer: string | undefined): Sounding[] {
    const sounds: Sounding[] = []
    if (offer && offer !== this.offer) sounds.push({ kind: 'offer', id: offer })
    this.offer = offer
    for (const each of news) {
      const { conversationId: id, seatNo, last } = each
      const known = this.messages.get(id)
      if (last !== undefined) {
        if (known !== undefined && last > known) sounds.push({ kind: 'message', id: `${id}:${last}`, seatNo })
        this.messages.set(id, Math.max(known ?? 0, last))
      }
      if (this.nudged(each)) sounds.push({ kind: 'nudge', id: `${id}:${each.dueAt}`, seatNo })
    }
    return sounds
  }

  /** A seat that waited for its nudge and now waits for the end was nudged. */
  private nudged({ conversationId: id, due }: News): boolean {
    const before = this.nudges.get(id)
    this.nudges.set(id, due ?? '')
    return before === 'nudge' && due === 'reoffer'
  }
}

function lastOfCustomer(entries: readonly Entry[] = emptyTimeline.entries): number | undefined {
  if (entries.length === 0) return undefined
  return entries.findLast((entry) => entry.kind === 'message' && entry.author.role === 'customer')?.seq ?? 0
}
