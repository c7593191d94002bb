import { useLayoutEffect, useRef } from 'preact/hooks'
import { useAround } from '../context'
import { type LineRow, rowsOf } from '../model/rows'
import type { Talk } from '../model/talk'
import { dayOf } from '../words/times'
import { Bubble } from './Bubble'
import { PromiseTurn } from './Promises'
import { SolvedCard } from './SolvedCard'

const near = 120

/** The conversation itself. New words are announced politely and scrolled to only when the reader is at the end. */
export function Chat({ talk }: { talk: Talk }) {
  const { words, session, language, now } = useAround()
  const box = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  const rows = rowsOf(talk)
  const expert = talk.expert()
  const staff = talk.conversation?.staff?.name
  const name = expert?.displayName
  let day = new Date(now()).toDateString()

  useLayoutEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight
  })

  const scrolled = () => {
    const el = box.current
    if (el) atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < near
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="bd chat" ref={box} onScroll={scrolled} tabIndex={0} aria-label={words.chatLabel}>
      {name && <p class="told">{words.disclosureAbout(name, session.brand?.name ?? '')}</p>}
      {name && expert?.owns && expert.owns.length > 0 && (
        <p class="told">{words.owns(name, listed(expert.owns, language))}</p>
      )}
      {staff && <p class="told">{words.teamAbout(staff, session.brand?.name ?? '')}</p>}
      <div class="said" role="log" aria-live="polite" aria-relevant="additions">
        {rows.map((row) => {
          const rowDay = new Date(row.at).toDateString()
          const turned = rowDay !== day
          day = rowDay
          return (
            <div class="turn" key={row.key}>
              {turned && <p class="line">{dayOf(row.at, language)}</p>}
              {row.type === 'message' && <Bubble row={row} />}
              {row.type === 'promise' && <PromiseTurn row={row} talk={talk} />}
              {row.type === 'line' && <Line row={row} talk={talk} />}
            </div>
          )
        })}
      </div>
      <AgainInLine talk={talk} />
      {talk.expertTypes && (
        <div class="msg typing first" role="status" aria-label={words.typing(name ?? staff ?? words.anExpert)}>
          <i />
          <i />
          <i />
          <i />
        </div>
      )}
      {talk.conversation?.status === 'closed' && <SolvedCard talk={talk} />}
    </section>
  )
}

/** Names in a row, as the language joins them. */
function listed(names: string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names)
}

/** After a hand-over or a new question: the place, in words. */
function AgainInLine({ talk }: { talk: Talk }) {
  const { words } = useAround()
  const { status, queue } = talk.conversation ?? {}
  if (status !== 'queued' && status !== 'offered') return null
  return (
    <p class="line b" role="status">
      {status === 'queued' && queue ? words.place(queue.place) : words.offered}
    </p>
  )
}

function Line({ row, talk }: { row: LineRow; talk: Talk }) {
  const { words, session } = useAround()
  const brand = session.brand?.name ?? ''
  const team = row.who ?? talk.conversation?.staff?.name ?? words.someoneTeam
  const expert = talk.expert()
  const same = !row.expertId || !expert?.id || expert.id === row.expertId
  const name = row.byTeam
    ? words.teamName(team, brand)
    : row.who || talk.nameOf(row.expertId) || (same && expert?.displayName) || words.anExpert
  const text = {
    joined: words.joined(name),
    team: words.joinedTeam(team, brand),
    handed: words.handed(name),
    escalated: words.escalated(name, brand),
    left: words.leftLine,
    vanished: words.vanishedLine,
    resting: words.resting(name),
    closed: words.closedBy(name),
    closedByYou: words.closedByYou,
    reopened: words.reopened,
    newEpisode: words.newEpisode,
  }[row.kind]
  return <p class="line">{text}</p>
}
