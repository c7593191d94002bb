// An expert's messages on their way to the server, of all conversations: each has an outbox on this device, sent again under
// the same clientId until the server has stored it. They are one person's own: nobody who signs in after them sees one.
import { Backoff } from '../../../keep/backoff'
import { Outbox as Box, conversationsWith, type Sent } from '../../../keep/outbox'
import type { Store } from '../../../keep/store'
import type { FactCard } from '../../../queries/types'

export interface Kept {
  clientId: string
  conversationId: string
  text: string
  /** the cards under its own words */
  facts?: readonly FactCard[]
  at: string
  /** the server refused it for good: its words; the text can be taken back */
  refused?: string
}

interface Deps {
  store: Store
  send: (kept: Kept) => Promise<Sent>
  /** called when a message was stored, to bring it into the timeline */
  stored: (conversationId: string) => void
}

interface Lane {
  box: Box<readonly FactCard[]>
  backoff: Backoff
  retry?: ReturnType<typeof setTimeout>
}

const firstWait = 1_000
const longestWait = 15_000

/** Outbox sends in order, one at a time per conversation, and never loses a text. */
export class Outbox {
  private readonly lanes = new Map<string, Lane>()
  private readonly listeners = new Set<() => void>()
  private items: readonly Kept[] = []
  private closed = false

  constructor(private readonly deps: Deps) {
    this.reread()
  }

  /** all is what is not known to be stored yet, oldest first. The same array until something changes. */
  all = (): readonly Kept[] => this.items

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  /** add keeps a message, which is safe on this device when it returns, and begins to send it. */
  add({ conversationId, clientId, text, facts }: Omit<Kept, 'at'>) {
    this.lane(conversationId).box.add(text, clientId, facts)
    void this.flush(conversationId)
  }

  /** drop forgets messages: they are in the timeline, or their text was taken back. */
  drop(clientIds: ReadonlySet<string>) {
    for (const { box } of this.lanes.values()) box.settle(clientIds)
  }

  /** wake tries everything at once: the line is back, or the page was opened. */
  wake() {
    this.closed = false
    this.reread()
    for (const id of this.lanes.keys()) void this.flush(id)
  }

  /** reread takes what another tab of the same person kept, or has sent. */
  reread() {
    for (const id of conversationsWith(this.deps.store)) this.lane(id)
    this.changed()
  }

  /** close stops all waiting. What is kept stays kept. */
  close() {
    this.closed = true
    for (const { retry } of this.lanes.values()) clearTimeout(retry)
  }

  private lane(id: string): Lane {
    const known = this.lanes.get(id)
    if (known) return known
    const send = async (message: Parameters<Deps['send']>[0]) => {
      const sent = await this.deps.send(message)
      if (sent.state === 'stored') this.deps.stored(id)
      return sent
    }
    const box = new Box<readonly FactCard[]>(
      this.deps.store,
      id,
      (kept) => send(shown(id, kept)),
      () => this.changed(),
    )
    const lane: Lane = { box, backoff: new Backoff(Math.random, firstWait, longestWait) }
    this.lanes.set(id, lane)
    return lane
  }

  private async flush(id: string) {
    const lane = this.lane(id)
    clearTimeout(lane.retry)
    const wait = await lane.box.flush()
    if (wait === undefined) lane.backoff.reset()
    else if (!this.closed) lane.retry = setTimeout(() => void this.flush(id), lane.backoff.next(wait))
  }

  private changed() {
    const kept = [...this.lanes].flatMap(([id, { box }]) => box.waiting().map((each) => shown(id, each)))
    this.items = kept.sort((a, b) => a.at.localeCompare(b.at))
    for (const listener of this.listeners) listener()
  }
}

function shown(
  conversationId: string,
  { clientId, text, more, at, refused }: ReturnType<Lane['box']['waiting']>[number],
): Kept {
  const kept: Kept = { clientId, conversationId, text, at: new Date(at).toISOString() }
  if (more) kept.facts = more
  if (refused !== undefined) kept.refused = refused
  return kept
}
