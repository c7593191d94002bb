import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { NewNote } from '../../../beside/NewNote'
import { Watchers } from '../../../beside/Watchers'
import { Face } from '../../../design/Bird'
import { newId } from '../../../design/newId'
import { useWords } from '../../../design/words'
import { customerName } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { withChanges } from '../../../live/changes'
import { useServerSecond } from '../../../live/serverTime'
import { emptyTimeline, lastSeq, readUpTo } from '../../../live/timeline'
import { timelineQuery } from '../../../live/timelineQuery'
import { conversationQuery } from '../../../queries'
import type { Entry, Seat } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { useCards } from '../model/cards'
import { type ReplyClock as Clock, minutes, replyClock } from '../model/clocks'
import type { Kept, Outbox } from '../model/outbox'
import { threadOf } from '../model/thread'
import { useReadMark } from '../model/useReadMark'
import { AlikeLine } from './AlikeLine'
import { Composer } from './Composer'
import { Context, type OnClosed } from './Context'
import { ContextFold } from './ContextFold'
import { FactPicker } from './FactPicker'
import { Attached, FactTray } from './FactTray'
import { HandOverNote } from './HandOverNote'
import { LaneFrame, LaneKey } from './LaneFrame'
import css from './lane.module.css'
import { ReplyClock } from './ReplyClock'
import { Thread } from './Thread'

interface Props {
  seat: Seat
  conversationId: string
  focused: boolean
  shown: boolean
  outbox: Outbox
  kept: readonly Kept[]
  onFocus: () => void
  onClosed: OnClosed
}

/** ConversationLane is one customer: who, what, how long, the chat, and (when focused) what helps to answer. */
export function ConversationLane(props: Props) {
  const { seat, conversationId, focused } = props
  const t = useDeskTexts()
  const now = useServerSecond() * 1_000
  const lane = useLane(props)
  const { name, entries } = lane
  const clock = replyClock(seat, entries, now)
  const phone = useMediaQuery('(max-width: 799px)')
  const waits = clock.turn === 'expert' && !focused
  return (
    <LaneFrame
      seatNo={seat.seatNo}
      label={t(waits ? 'seatWaits' : 'seat', { seat: seat.seatNo, name })}
      focused={focused}
      waits={waits}
      onFocus={props.onFocus}
      strip={<Folded lane={lane} clock={clock} waits={waits} />}
      head={<Head lane={lane} seatNo={seat.seatNo} clock={clock} focused={focused} conversationId={conversationId} />}
      tail={focused ? <ReplyClock clock={clock} name={name} compact={phone} /> : null}
    >
      <div className={css.body}>
        <div className={css.chat}>
          <ContextFold conversation={lane.conversation} conversationId={conversationId} onClosed={props.onClosed} />
          <HandOverNote conversationId={conversationId} />
          <Thread
            conversationId={conversationId}
            name={name}
            items={lane.items}
            onTakeBack={lane.takeBack}
            onBottom={lane.setAtBottom}
          />
          <NewNote conversationId={conversationId} />
          <Composer
            conversationId={conversationId}
            name={name}
            focused={focused}
            returned={lane.returned}
            above={focused ? <FactTray conversationId={conversationId} cards={lane.cards} /> : null}
            under={<Attached cards={lane.cards} />}
            hint={(text) => (focused ? <AlikeLine conversationId={conversationId} text={text} /> : null)}
            tools={focused ? <FactPicker conversationId={conversationId} cards={lane.cards} keys /> : null}
            onSend={lane.send}
          />
        </div>
        {focused ? (
          <Context conversation={lane.conversation} conversationId={conversationId} onClosed={props.onClosed} keys />
        ) : null}
      </div>
    </LaneFrame>
  )
}

interface HeadProps {
  lane: ReturnType<typeof useLane>
  seatNo: number
  clock: Clock
  focused: boolean
  conversationId: string
}

function Head({ lane: { name, question }, seatNo, clock, focused, conversationId }: HeadProps) {
  const t = useDeskTexts()
  const waits = clock.turn === 'expert' && !focused
  return (
    <>
      <Face key={`${waits}`} name={name} waiting={waits} />
      <div className="grow">
        <div className="row">
          <h2>{name}</h2>
          {focused ? <LaneKey seatNo={seatNo} /> : null}
        </div>
        {waits ? (
          <p className={`s ${css.waits}`}>
            <Rich text={t('waitsForYou', { time: minutes(clock.waited) })} />
          </p>
        ) : (
          <p className={`s soft ${css.question}`}>{question}</p>
        )}
        <Watchers conversationId={conversationId} />
      </div>
    </>
  )
}

function Folded({ lane, clock, waits }: { lane: ReturnType<typeof useLane>; clock: Clock; waits: boolean }) {
  const t = useDeskTexts()
  return (
    <>
      <Face name={lane.name} waiting={waits} />
      {clock.turn === 'expert' ? <b className="fig">{minutes(clock.waited)}</b> : null}
      {lane.unread > 0 ? <span className="tag ember">{t('unread', { count: lane.unread })}</span> : null}
    </>
  )
}

/** LaneOf is what a lane is of: an expert's on a seat, or the team's without one. */
type LaneOf = Pick<Props, 'conversationId' | 'outbox' | 'kept' | 'shown'> & { seat?: Seat }

/** useLane gathers what a lane shows and what a person can do in it. */
export function useLane({ seat, conversationId, outbox, kept, shown }: LaneOf) {
  const [atBottom, setAtBottom] = useState(true)
  const [returned, setReturned] = useState<string>()
  const words = useWords()
  const cards = useCards(conversationId)
  const conversation = useQuery(conversationQuery(conversationId)).data
  const timeline = useQuery(timelineQuery(conversationId)).data ?? emptyTimeline
  const known = conversation ?? seat?.conversation
  const readByCustomer = readUpTo(timeline, 'customer', conversation?.readSeq.customer ?? 0)
  const readByExpert = readUpTo(timeline, 'expert', conversation?.readSeq.expert ?? 0)
  const mine = useMemo(() => kept.filter((item) => item.conversationId === conversationId), [kept, conversationId])
  const entries = useMemo(() => withChanges(timeline.entries), [timeline])
  const items = useMemo(
    () => threadOf(entries, mine, readByCustomer, (at) => new Date(at).toDateString()),
    [entries, mine, readByCustomer],
  )
  useReadMark(conversationId, lastSeq(timeline), conversation ? readByExpert : undefined, shown && atBottom)
  return {
    conversation,
    name: customerName(known?.customer.name),
    question: known ? known.question || words('questionDeleted') : '',
    entries: timeline.entries,
    items,
    unread: unreadOf(timeline.entries, readByExpert),
    returned,
    setAtBottom,
    cards,
    send: (text: string) => {
      const facts = cards.cards.length > 0 ? { facts: cards.cards } : {}
      outbox.add({ clientId: newId(), conversationId, text, ...facts })
      cards.keep([])
    },
    takeBack: (clientId: string) => {
      const back = mine.find((item) => item.clientId === clientId)
      setReturned(back?.text)
      if (back?.facts) cards.keep(back.facts)
      outbox.drop(new Set([clientId]))
    },
  }
}

function unreadOf(entries: readonly Entry[], readByExpert: number): number {
  return entries.filter((e) => e.kind === 'message' && e.author.role === 'customer' && e.seq > readByExpert).length
}
