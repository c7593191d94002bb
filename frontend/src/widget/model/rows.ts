import { withChanges } from '../../live/changes'
import { type PromiseRow, promiseRow } from './promise'
import type { Talk } from './talk'
import type { Entry, FactCard } from './types'

type MessageState = 'kept' | 'going' | 'stored' | 'read' | 'refused' | 'heard'

/** One message as it stands on the screen. */
export interface MessageRow {
  type: 'message'
  key: string
  mine: boolean
  text: string
  at: string
  state: MessageState
  /** Of a message that the server has; what its author may change has one. */
  messageId?: string
  /** The cards under the words. */
  facts?: FactCard[]
  edited?: boolean
  /** Nothing but its place is left. */
  deleted?: boolean
  /** By the team, not by who wrote it. */
  hidden?: boolean
  /** Who said it: messages of two people never stand in one group. */
  by?: string
  /** The server's sentence, for a message that it refused. */
  why?: string
  /** First and last of a group: the same speaker within two minutes. */
  first: boolean
  last: boolean
}

type LineKind =
  | 'joined'
  | 'team'
  | 'handed'
  | 'escalated'
  | 'left'
  | 'vanished'
  | 'resting'
  | 'closed'
  | 'closedByYou'
  | 'reopened'
  | 'newEpisode'

export interface LineRow {
  type: 'line'
  key: string
  kind: LineKind
  at: string
  expertId?: string
  /** The name of whoever caused it, when the server told. */
  who?: string
  /** Somebody of the brand's team caused it. */
  byTeam?: boolean
}

export type Row = MessageRow | LineRow | PromiseRow

const groupMs = 120_000

const expertOf = (entry: Entry): string | undefined => (entry.author.role === 'expert' ? entry.author.id : undefined)

const byTeam = (entry: Entry): boolean => entry.author.role === 'manager' || entry.author.role === 'admin'

/** What an entry that is no message tells the customer, if anything. */
function lineOf(entry: Entry): LineKind | undefined {
  const why = entry.data?.why
  if (entry.kind === 'hand_over') return why === 'escalated' ? 'escalated' : 'handed'
  if (entry.kind === 'assignment') {
    if (byTeam(entry)) return 'team'
    return why === 'customer_silent' || why === 'expert_vanished' ? 'resting' : 'joined'
  }
  if (entry.kind !== 'status') return undefined
  if (why === 'expert_silent') return 'left'
  if (why === 'expert_vanished') return 'vanished'
  if (entry.status === 'closed') return entry.author.role === 'customer' ? 'closedByYou' : 'closed'
  return undefined
}

/** A message after the close either opens the same episode again or begins a new one. */
function opening(entry: Entry, closed: boolean, episode: number): LineKind | undefined {
  if (!closed) return undefined
  return entry.episode > episode ? 'newEpisode' : 'reopened'
}

function messageOf(entry: Entry, readByExpert: number): MessageRow {
  const mine = entry.author.role === 'customer'
  const state = mine ? (entry.seq <= readByExpert ? 'read' : 'stored') : 'heard'
  return {
    type: 'message',
    key: entry.clientId && mine ? entry.clientId : `s${entry.seq}`,
    mine,
    text: entry.text ?? '',
    at: entry.at,
    state,
    by: `${entry.author.role} ${entry.author.id ?? ''}`,
    messageId: entry.messageId,
    facts: entry.data?.facts,
    edited: entry.editedAt !== undefined,
    deleted: entry.deletedAt !== undefined,
    hidden: entry.hidden,
    first: true,
    last: true,
  }
}

/** Marks where a group begins and ends: one speaker, no line between, within two minutes. */
function grouped(rows: Row[]): Row[] {
  const together = (a: Row | undefined, b: Row | undefined): boolean =>
    a?.type === 'message' &&
    b?.type === 'message' &&
    a.mine === b.mine &&
    !a.deleted &&
    !b.deleted &&
    (a.mine || a.by === b.by) &&
    Date.parse(b.at) - Date.parse(a.at) < groupMs &&
    (a.state === b.state || a.state === 'read')
  return rows.map((row, i) =>
    row.type === 'message'
      ? { ...row, first: !together(rows[i - 1], row), last: !together(row, rows[i + 1]) || row.state === 'refused' }
      : row,
  )
}

/** Everything the chat shows, in order: the timeline, then what the server has just stored, then what still waits here. */
export function rowsOf(talk: Talk): Row[] {
  const rows: Row[] = []
  let closed = false
  let episode = 1
  for (const entry of withChanges(talk.seen.entries)) {
    const line = entry.kind === 'message' ? opening(entry, closed, episode) : lineOf(entry)
    if (line) {
      const from = { expertId: entry.data?.expertId ?? expertOf(entry), who: entry.author.name, byTeam: byTeam(entry) }
      rows.push({ type: 'line', key: `l${entry.seq}`, kind: line, at: entry.at, ...from })
    }
    if (entry.kind === 'message') rows.push(messageOf(entry, talk.conversation?.readSeq.expert ?? 0))
    const promise = promiseRow(entry)
    if (promise) rows.push(promise)
    if (entry.status) closed = entry.status === 'closed'
    episode = entry.episode
  }
  for (const kept of talk.stored) rows.push(localRow(kept, 'stored'))
  const durable = talk.durable
  for (const kept of talk.outbox.waiting()) {
    rows.push(localRow(kept, kept.refused ? 'refused' : durable ? 'kept' : 'going'))
  }
  return grouped(rows)
}

function localRow(
  kept: { clientId: string; text: string; at: number; refused?: string },
  state: MessageState,
): MessageRow {
  const at = new Date(kept.at).toISOString()
  return {
    type: 'message',
    key: kept.clientId,
    mine: true,
    text: kept.text,
    at,
    state,
    why: kept.refused,
    first: true,
    last: true,
  }
}
