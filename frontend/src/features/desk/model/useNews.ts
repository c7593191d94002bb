import { useQueries, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { chime } from '../../../app/sound'
import { emptyTimeline } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import { presenceQuery } from '../../../queries'
import type { Entry } from '../../../queries/types'
import { Heard, type News } from './heard'
import type { LaneState } from './lanes'

/**
 * useNews tells of an offer, a customer's message and a nudge once each, and lets them be heard: not on a break, and not a
 * message in the lane that one looks at. What was there when the page opened is old news.
 */
export function useNews(lanes: readonly LaneState[], focused: number, tell: (news: News) => void) {
  const presence = useQuery(presenceQuery).data?.state
  const held = lanes.filter((lane) => lane.kind === 'conversation')
  const timelines = useQueries({ queries: held.map((lane) => timelineQuery(lane.conversationId)) })
  const heard = useRef(new Heard())
  const now = held.map((lane, index) => ({
    seatNo: lane.seat.seatNo,
    conversationId: lane.conversationId,
    due: lane.seat.due,
    dueAt: lane.seat.dueAt,
    last: lastOfCustomer(timelines[index]?.data?.entries),
  }))
  const offer = lanes.find((lane) => lane.kind === 'offer')?.offer.id
  const quiet = presence === 'break' || presence === undefined
  useEffect(() => {
    for (const news of heard.current.take(now, offer)) {
      tell(news)
      const looking = news.seatNo === focused && document.hasFocus()
      if (!quiet && !(news.kind === 'message' && looking)) chime(news.kind, news.id)
    }
  })
}

function lastOfCustomer(entries: readonly Entry[] = emptyTimeline.entries): number | undefined {
  if (entries.length === 0) return undefined
  return entries.findLast((entry) => entry.kind === 'message' && entry.author.role === 'customer')?.seq ?? 0
}
