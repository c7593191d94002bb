import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { customerName } from '../../../i18n/format'
import { serverNow } from '../../../live/serverTime'
import { emptyTimeline } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import type { Entry } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { leftOf } from '../model/clocks'
import type { News } from '../model/heard'
import type { LaneState } from '../model/lanes'
import { useNews } from '../model/useNews'
import { isWriting } from '../model/writing'

/**
 * Announcer tells screen readers, once. An offer has twenty seconds: it interrupts, except while one writes. A nudge
 * interrupts. Messages are told by their lane's own log; those of a folded lane are told here, politely.
 */
export function Announcer({ lanes, focused }: { lanes: readonly LaneState[]; focused: number }) {
  const t = useDeskTexts()
  const client = useQueryClient()
  const [said, setSaid] = useState({ now: '', soon: '' })
  useNews(lanes, focused, (news) => {
    const words = wordsOf(news, lanes, (id) => client.getQueryData(timelineQuery(id).queryKey), t)
    if (!words) return
    const urgent = news.kind === 'nudge' || (news.kind === 'offer' && !isWriting())
    setSaid(urgent ? { now: words, soon: '' } : { now: '', soon: words })
  })
  useTitleCount(lanes)
  return (
    <div className="hidden">
      <p role="alert">{said.now}</p>
      <p role="status">{said.soon}</p>
    </div>
  )
}

type Known = (conversationId: string) => { entries: readonly Entry[] } | undefined

function wordsOf(news: News, lanes: readonly LaneState[], known: Known, t: DeskTexts): string | undefined {
  if (news.kind === 'offer') {
    const offer = lanes.find((lane) => lane.kind === 'offer')?.offer
    const count = offer ? leftOf(offer.expiresAt, serverNow()) : 0
    return offer && t('offerArrived', { seat: offer.seatNo, question: offer.question, count })
  }
  const lane = lanes.find((each) => each.kind === 'conversation' && each.seat.seatNo === news.seatNo)
  if (lane?.kind !== 'conversation') return undefined
  const at = { seat: lane.seat.seatNo, name: customerName(lane.seat.conversation?.customer.name) }
  if (news.kind === 'nudge') return t('nudged', at)
  if (tellsItself(lane.seat.seatNo)) return undefined
  const text = known(lane.conversationId)?.entries.find((entry) => entry.seq === news.seq)?.text ?? ''
  return t('messageArrived', { ...at, text })
}

/** tellsItself is whether the log of a lane is on screen: then it is announced there. */
function tellsItself(seatNo: number): boolean {
  const log = document.querySelector<HTMLElement>(`[data-seat="${seatNo}"] [role="log"]`)
  return log !== null && log.offsetParent !== null
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
