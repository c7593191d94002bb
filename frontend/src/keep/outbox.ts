import type { Store } from './store'

/** A message that is kept on this device until the server has stored it. More is what goes with its text. */
export interface Kept<More = unknown> {
  clientId: string
  text: string
  more?: More
  at: number
  /** The server's sentence when it refused this text for good. */
  refused?: string
}

/** What became of one attempt to send. */
export type Sent = { state: 'stored' } | { state: 'later'; after?: number } | { state: 'refused'; why: string }

export type Send<More = unknown> = (message: Kept<More>) => Promise<Sent>

const place = 'outbox.'

/** conversationsWith are those that have something on its way on this device. */
export function conversationsWith(store: Store): string[] {
  return [...new Set(store.keys(place).flatMap((key) => key.split('.')[1] ?? []))]
}

/**
 * The outbox of one conversation. Each message has a key of its own, so that two tabs never overwrite each other; the key sorts
 * by the time of writing. A message leaves only when the server has answered for its clientId: nothing is lost, and a second
 * send of the same clientId is the same message for the server.
 */
export class Outbox<More = unknown> {
  private running = false
  private stamp = 0

  constructor(
    private readonly store: Store,
    private readonly conversation: string,
    private readonly send: Send<More>,
    private readonly changed: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  /** Messages that wait, in the order in which they were written. */
  waiting(): Kept<More>[] {
    return this.store
      .keys(this.prefix)
      .sort()
      .flatMap((key) => this.parse(key) ?? [])
  }

  /** Keeps a text; it is safe on this device when this returns. */
  add(text: string, clientId: string, more?: More): void {
    this.stamp = Math.max(this.now(), this.stamp + 1)
    const kept: Kept<More> = { clientId, text, ...(more === undefined ? {} : { more }), at: this.stamp }
    this.store.set(this.key(kept), JSON.stringify(kept))
    this.changed()
  }

  /** Takes a text out, for instance to write it again after a refusal. */
  drop(clientId: string): void {
    for (const kept of this.waiting()) {
      if (kept.clientId === clientId) this.store.remove(this.key(kept))
    }
    this.changed()
  }

  /** Forgets what the timeline shows already: another tab, or an answer that was lost, has stored it. */
  settle(known: ReadonlySet<string>): void {
    const before = this.waiting()
    const done = before.filter((kept) => known.has(kept.clientId))
    for (const kept of done) this.store.remove(this.key(kept))
    if (done.length > 0) this.changed()
  }

  /**
   * Sends what waits, oldest first, one at a time. Stops at the first that has to wait, so that the order is kept, and answers
   * after how many milliseconds to try again at the earliest, or nothing when the outbox is empty.
   */
  async flush(): Promise<number | undefined> {
    if (this.running) return undefined
    this.running = true
    try {
      for (;;) {
        const next = this.waiting().find((kept) => !kept.refused)
        if (!next) return undefined
        const sent = await this.send(next)
        if (sent.state === 'later') return sent.after ?? 0
        if (sent.state === 'stored') this.store.remove(this.key(next))
        else this.store.set(this.key(next), JSON.stringify({ ...next, refused: sent.why }))
        this.changed()
      }
    } finally {
      this.running = false
    }
  }

  private get prefix(): string {
    return `${place}${this.conversation}.`
  }

  private key(kept: Kept): string {
    return `${this.prefix}${String(kept.at).padStart(15, '0')}.${kept.clientId}`
  }

  private parse(key: string): Kept<More> | undefined {
    try {
      return JSON.parse(this.store.get(key) ?? '') as Kept<More>
    } catch {
      this.store.remove(key)
      return undefined
    }
  }
}
