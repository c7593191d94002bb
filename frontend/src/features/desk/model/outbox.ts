// Messages on their way to the server. They are kept on this device and sent again, under the same clientId, until the
// server has stored them: fifty sends of one clientId are one message.

export interface Kept {
  clientId: string
  conversationId: string
  text: string
  at: string
  /** the server refused it for good: its words; the text can be taken back */
  refused?: string
}

export interface Sent {
  seq: number
}

/** Verdict is how one try ended: stored, refused for good, or to be tried again. */
export type Verdict = { stored: Sent } | { refused: string } | { again: true }

interface Deps {
  send: (kept: Kept) => Promise<Verdict>
  keep: (all: readonly Kept[]) => void
  /** called when a message was stored, to bring it into the timeline */
  stored: (kept: Kept, sent: Sent) => void
  wait: (milliseconds: number, then: () => void) => () => void
}

const firstWait = 1_000
const longestWait = 15_000

/** Outbox sends in order, one at a time per conversation, and never loses a text. */
export class Outbox {
  private items: readonly Kept[]
  private readonly busy = new Set<string>()
  private readonly waits = new Map<string, () => void>()
  private readonly tries = new Map<string, number>()
  private readonly listeners = new Set<() => void>()

  constructor(
    private readonly deps: Deps,
    kept: readonly Kept[] = [],
  ) {
    this.items = kept
  }

  /** all is what is not known to be stored yet, oldest first. The same array until something changes. */
  all = (): readonly Kept[] => this.items

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => {
      this.listeners.delete(listener)
    }
  }

  /** add keeps a message and begins to send it. */
  add(kept: Kept) {
    this.change([...this.items, kept])
    this.pump(kept.conversationId)
  }

  /** drop forgets a message: it is in the timeline, or its text was taken back. */
  drop(clientIds: ReadonlySet<string>) {
    if (!this.items.some((item) => clientIds.has(item.clientId))) return
    this.change(this.items.filter((item) => !clientIds.has(item.clientId)))
  }

  /** wake tries everything at once: the line is back, or the page was opened. */
  wake() {
    for (const cancel of this.waits.values()) cancel()
    this.waits.clear()
    for (const id of new Set(this.items.map((item) => item.conversationId))) this.pump(id)
  }

  /** close stops all waiting. What is kept stays kept. */
  close() {
    for (const cancel of this.waits.values()) cancel()
    this.waits.clear()
  }

  private pump(conversationId: string) {
    const next = this.items.find((item) => item.conversationId === conversationId && item.refused === undefined)
    if (!next || this.busy.has(conversationId) || this.waits.has(conversationId)) return
    this.busy.add(conversationId)
    void this.deps
      .send(next)
      .catch((): Verdict => ({ again: true }))
      .then((verdict) => {
        this.busy.delete(conversationId)
        this.settle(next, verdict)
      })
  }

  private settle(item: Kept, verdict: Verdict) {
    if ('again' in verdict) {
      this.retryLater(item.conversationId)
      return
    }
    this.tries.delete(item.conversationId)
    if ('stored' in verdict) {
      this.deps.stored(item, verdict.stored)
      this.drop(new Set([item.clientId]))
    } else {
      this.change(this.items.map((each) => (each === item ? { ...item, refused: verdict.refused } : each)))
    }
    this.pump(item.conversationId)
  }

  private retryLater(conversationId: string) {
    const tries = this.tries.get(conversationId) ?? 0
    this.tries.set(conversationId, tries + 1)
    const cancel = this.deps.wait(waitAfter(tries), () => {
      this.waits.delete(conversationId)
      this.pump(conversationId)
    })
    this.waits.set(conversationId, cancel)
  }

  private change(items: readonly Kept[]) {
    this.items = items
    this.deps.keep(items)
    for (const listener of this.listeners) listener()
  }
}

/** waitAfter doubles from one second to fifteen. */
export function waitAfter(tries: number): number {
  return Math.min(longestWait, firstWait * 2 ** tries)
}
