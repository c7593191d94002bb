import type { Entry, FactCard } from '../../../queries/types'
import type { Kept } from './outbox'

export type Delivery = 'kept' | 'refused' | 'stored' | 'read'

export interface Bubble {
  key: string
  /** of a message that the server has, with its author: the author may change it */
  messageId?: string
  authorId?: string
  /** the colleague who said it, when the server told */
  by?: string
  /** of whoever said it: bubbles of two people never join */
  role?: string
  edited?: boolean
  /** nothing but its place is left */
  deleted?: boolean
  /** by the team, not by who wrote it */
  hidden?: boolean
  mine: boolean
  text: string
  /** the cards under its words */
  facts?: readonly FactCard[]
  at: string
  delivery?: Delivery
  refused?: string
  /** a bubble of the same speaker within two minutes: 5 px apart, the time under the last alone */
  joined: boolean
  last: boolean
}

export type ThreadItem =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'bubble'; key: string; bubble: Bubble }
  | { kind: 'event'; key: string; entry: Entry }

const together = 2 * 60_000

/** threadOf is what the chat shows: the timeline's messages and turning points, then what is still on this device. */
export function threadOf(
  entries: readonly Entry[],
  kept: readonly Kept[],
  readByCustomer: number,
  dayOf: (at: string) => string,
): ThreadItem[] {
  const stored = new Set<string>()
  const items: ThreadItem[] = []
  for (const entry of entries) {
    if (entry.clientId) stored.add(entry.clientId)
    if (entry.kind === 'message') items.push(messageItem(entry, readByCustomer))
    else if (isTurningPoint(entry)) items.push({ kind: 'event', key: `e${entry.seq}`, entry })
  }
  for (const each of kept) if (!stored.has(each.clientId)) items.push(keptItem(each))
  return withDays(joined(items), dayOf)
}

function messageItem(entry: Entry, readByCustomer: number): ThreadItem {
  const mine = entry.author.role !== 'customer'
  const key = entry.clientId ?? `m${entry.seq}`
  const delivery = mine ? (entry.seq <= readByCustomer ? 'read' : 'stored') : undefined
  const change = {
    messageId: entry.messageId,
    authorId: entry.author.id,
    by: mine ? entry.author.name : undefined,
    role: entry.author.role,
    edited: entry.editedAt !== undefined,
    deleted: entry.deletedAt !== undefined,
    hidden: entry.hidden,
  }
  return {
    kind: 'bubble',
    key,
    bubble: {
      key,
      ...change,
      mine,
      text: entry.text ?? '',
      facts: entry.data?.facts,
      at: entry.at,
      delivery,
      joined: false,
      last: true,
    },
  }
}

function keptItem(kept: Kept): ThreadItem {
  const delivery = kept.refused === undefined ? 'kept' : 'refused'
  const { clientId: key, text, facts, at, refused } = kept
  return {
    kind: 'bubble',
    key,
    bubble: { key, mine: true, text, facts, at, delivery, refused, joined: false, last: true },
  }
}

/** isTurningPoint keeps what a reader wants to see between messages: a close, a re-open, a change of hands, a rating. */
function isTurningPoint(entry: Entry): boolean {
  if (entry.kind === 'status') return entry.status === 'closed' || entry.episode > 1
  return (
    entry.kind === 'confirmation' || entry.kind === 'rating' || entry.kind === 'follow_up' || isChangeOfHands(entry)
  )
}

/** isChangeOfHands tells a hand-over, and that somebody of the team took it. */
export function isChangeOfHands(entry: Entry): boolean {
  return entry.kind === 'hand_over' || (entry.kind === 'assignment' && ['manager', 'admin'].includes(entry.author.role))
}

function joined(items: ThreadItem[]): ThreadItem[] {
  return items.map((item, index) => {
    if (item.kind !== 'bubble') return item
    const { bubble } = item
    const isJoined = follows(items[index - 1], item)
    const isLast = !follows(item, items[index + 1])
    return { ...item, bubble: { ...bubble, joined: isJoined, last: isLast } }
  })
}

function follows(before: ThreadItem | undefined, after: ThreadItem | undefined): boolean {
  if (before?.kind !== 'bubble' || after?.kind !== 'bubble') return false
  const [a, b] = [before.bubble, after.bubble]
  if (a.deleted || b.deleted) return false
  if (a.mine !== b.mine || a.delivery !== b.delivery || a.authorId !== b.authorId || a.role !== b.role) return false
  return Date.parse(b.at) - Date.parse(a.at) < together
}

function withDays(items: ThreadItem[], dayOf: (at: string) => string): ThreadItem[] {
  const result: ThreadItem[] = []
  let last: string | undefined
  for (const item of items) {
    const at = item.kind === 'bubble' ? item.bubble.at : item.kind === 'event' ? item.entry.at : item.at
    const day = dayOf(at)
    if (day !== last) result.push({ kind: 'day', key: `d${day}`, at })
    last = day
    result.push(item)
  }
  return result
}
