import { useQueries } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { serverNow } from '../../../live/serverTime'
import { emptyTimeline } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import { useDeskTexts } from '../i18n'
import { leftOf } from '../model/clocks'
import type { LaneState } from '../model/lanes'

/** Announcer tells screen readers of a new offer, once. Messages are told by their own lane's log. */
export function Announcer({ lanes }: { lanes: readonly LaneState[] }) {
  const t = useDeskTexts()
  const [words, setWords] = useState('')
  const told = useRef<string>(undefined)
  const offer = lanes.find((lane) => lane.kind === 'offer')?.offer
  useEffect(() => {
    if (!offer || told.current === offer.id) return
    told.current = offer.id
    const count = leftOf(offer.expiresAt, serverNow())
    setWords(t('offerArrived', { seat: offer.seatNo, question: offer.question, count }))
  }, [offer, t])
  useTitleCount(lanes)
  return (
    <div className="hidden" role="status">
      {words}
    </div>
  )
}

/** useTitleCount shows in the tab's title how many customers wait or ask, for an expert who looks elsewhere. */
function useTitleCount(lanes: readonly LaneState[]) {
  const held = lanes.filter((lane) => lane.kind === 'conversation')
  const timelines = useQueries({ queries: held.map((lane) => timelineQuery(lane.conversationId)) })
  const waiting = held.filter((lane, index) => {
    const last = (timelines[index]?.data ?? emptyTimeline).entries.filter((entry) => entry.kind === 'message').at(-1)
    return lane.seat.due !== 'free' && last?.author.role === 'customer'
  }).length
  const count = waiting + lanes.filter((lane) => lane.kind === 'offer').length
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, '')
    document.title = count > 0 ? `(${count}) ${plain}` : plain
    return () => {
      document.title = plain
    }
  }, [count])
}
