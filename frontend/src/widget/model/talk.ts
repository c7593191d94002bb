import { Backoff } from '../../keep/backoff'
import { type Kept, Outbox, type Sent } from '../../keep/outbox'
import type { Store } from '../../keep/store'
import { type Api, Expired, Later, Refusal } from './api'
import type { Helped } from './promise'
import { heal, nothingSeen, type Seen, take } from './timeline'
import type { Conversation, Entry, Expert, Invitation, Push, QueueState, Rating, Solved } from './types'

interface Around {
  api: Api
  store: Store
  changed(): void
  expired(): void
  newId(): string
  now(): number
}

const typingShown = 6000
const typingTold = 3000

/**
 * One conversation on this device: its timeline, its outbox, who writes, how far was read. Everything that the screen shows of
 * it comes from here; every change calls `changed`.
 */
export class Talk {
  conversation: Conversation | undefined
  seen: Seen = nothingSeen
  /** Stored by the server, not yet read back from the timeline. */
  stored: Kept[] = []
  expertTypes = false
  /** The place in the queue before it last changed. */
  placeBefore: { place: number; at: number } | undefined
  /** When the place was told last: a range counts from then. */
  placeToldAt = 0
  /** Counts how often a draft was put back by us and not typed. */
  rewritten = 0
  readonly outbox: Outbox

  private readonly names = new Map<string, string>()
  private readonly backoff = new Backoff()
  private retry: ReturnType<typeof setTimeout> | undefined
  private typingEnds: ReturnType<typeof setTimeout> | undefined
  private toldTyping = 0
  private refreshing: Promise<void> | undefined
  private again = false
  private readUpTo = 0
  private over = false

  constructor(
    readonly id: string,
    private readonly around: Around,
  ) {
    this.outbox = new Outbox(around.store, id, (kept) => this.send(kept), around.changed, around.now)
  }

  /** Reads the conversation and everything that was missed; calls that come meanwhile share one more round. */
  refresh(): Promise<void> {
    if (this.refreshing) {
      this.again = true
      return this.refreshing
    }
    this.refreshing = this.readAll().finally(() => {
      this.refreshing = undefined
      if (this.again) {
        this.again = false
        void this.refresh()
      }
    })
    return this.refreshing
  }

  /** Takes what the live connection says about this conversation. */
  push(data: Push): void {
    if (data.type === 'brand' || data.conversationId !== this.id) return
    if (data.type === 'typing') {
      if (data.role !== 'customer') this.showTyping()
    } else if (data.type === 'queue') this.placed(data.queue)
    else if (data.type === 'followUps') void this.refresh()
    else this.arrived(data.entry)
  }

  /** Keeps a text on this device and sends it as soon as it can be sent. */
  write(text: string): void {
    this.outbox.add(text, this.around.newId())
    void this.flush()
  }

  /** Puts a text that the server refused back where one writes. */
  rewrite(clientId: string): void {
    const refused = this.outbox.waiting().find((kept) => kept.clientId === clientId)
    if (!refused) return
    this.around.store.set(draftPlace(this.id), refused.text)
    this.rewritten++
    this.outbox.drop(clientId)
  }

  /** Gives a message that is stored another text. Throws what the server refuses. */
  async change(messageId: string, text: string): Promise<void> {
    await this.around.api.rewrite(this.id, messageId, text)
    void this.refresh()
  }

  /** Takes a message that is stored away. Throws what the server refuses. */
  /** Tells the team that something is wrong with a message. */
  async flag(messageId: string, reason: string): Promise<void> {
    await this.around.api.flag(this.id, messageId, reason)
  }

  async erase(messageId: string): Promise<void> {
    await this.around.api.erase(this.id, messageId)
    void this.refresh()
  }

  /** Sends what waits; after a failure again later, by itself. */
  async flush(): Promise<void> {
    clearTimeout(this.retry)
    const wait = await this.outbox.flush()
    if (this.over) return
    if (wait === undefined) this.backoff.reset()
    else this.retry = setTimeout(() => void this.flush(), this.backoff.next(wait))
  }

  /** Tells the expert that the customer writes, every three seconds at most. */
  typing(): void {
    const now = this.around.now()
    if (now - this.toldTyping < typingTold || this.conversation?.status === 'closed') return
    this.toldTyping = now
    this.around.api.typing(this.id).catch(() => undefined)
  }

  /** The customer saw everything that is here. Marks only move forward. */
  markRead(): void {
    const last = this.lastHeard()
    if (!last || last <= Math.max(this.conversation?.readSeq.customer ?? 0, this.readUpTo)) return
    this.readUpTo = last
    this.around.api.read(this.id, last).catch(() => {
      this.readUpTo = 0
    })
    this.around.changed()
  }

  /** Whether what waits here outlives the page. */
  get durable(): boolean {
    return this.around.store.durable
  }

  /** How many messages the customer has not seen. */
  unread(): number {
    const read = Math.max(this.conversation?.readSeq.customer ?? 0, this.readUpTo)
    return this.seen.entries.filter((e) => heard(e) && e.seq > read).length
  }

  /** Gives or changes the rating of this episode. Throws what the server refuses. */
  async rate(rating: Rating): Promise<void> {
    const given = await this.around.api.rate(this.id, rating)
    if (this.conversation) this.conversation = { ...this.conversation, rating: { ...rating, ...given } }
    this.around.changed()
    await this.refresh()
  }

  /** Says whether it is still solved, once; a rating has the last word, so nobody waits for this. */
  stillSolved(solved: Solved): void {
    if (!this.conversation?.stillAsked) return
    this.conversation = { ...this.conversation, stillAsked: false }
    this.around.api.stillSolved(this.id, solved).catch(() => undefined)
  }

  /** Leaves a card for the expert. Throws what the server refuses. */
  async thank(text: string): Promise<void> {
    await this.around.api.thank(this.id, text)
    await this.refresh()
  }

  /** Asks whether the brand has something to ask; whatever goes wrong, it has not. */
  invitation(): Promise<Invitation> {
    return this.around.api.askToHelp(this.id).catch(() => ({ asked: false }))
  }

  /** Says no to it. Throws what the server refuses. */
  async declineInvitation(): Promise<void> {
    await this.around.api.declineToHelp(this.id)
  }

  /** Says whether what was promised and found out helped. Throws what the server refuses. */
  async answer(followUp: string, helped: Helped): Promise<void> {
    await this.around.api.answer(followUp, helped)
    await this.refresh()
  }

  async confirm(): Promise<void> {
    await this.around.api.confirm(this.id)
    await this.refresh()
  }

  /** Takes the question back. Throws what the server refuses. */
  async withdraw(): Promise<void> {
    await this.around.api.withdraw(this.id)
  }

  /** Leaves the question as an open one. Throws what the server refuses. */
  async leaveIt(): Promise<void> {
    this.setConversation(await this.around.api.leave(this.id))
    await this.refresh()
  }

  /** Waits for it again. Throws what the server refuses. */
  async comeBack(): Promise<void> {
    this.setConversation(await this.around.api.comeBack(this.id))
    await this.refresh()
  }

  /** Asks the brand's team instead of an expert. Throws what the server refuses. */
  async askStaff(): Promise<void> {
    this.setConversation(await this.around.api.askStaff(this.id))
    await this.refresh()
  }

  /** Who answers, or who answered last when nobody holds the conversation now. */
  expert(): Expert | undefined {
    if (this.conversation?.expert) return this.conversation.expert
    if (this.conversation?.staff) return undefined // the team has it now
    try {
      return (JSON.parse(this.around.store.get(`expert.${this.id}`) ?? 'null') as Expert | null) ?? undefined
    } catch {
      return undefined
    }
  }

  /** What an expert is called who had this conversation, when that is known here. */
  nameOf(expertId: string | undefined): string | undefined {
    if (!expertId) return undefined
    const told = this.seen.entries.find((entry) => entry.author.id === expertId && entry.author.name)
    return this.names.get(expertId) ?? told?.author.name
  }

  /** Ends every timer; what was kept stays kept. */
  stop(): void {
    this.over = true
    clearTimeout(this.retry)
    clearTimeout(this.typingEnds)
  }

  private async readAll(): Promise<void> {
    try {
      this.setConversation(await this.around.api.conversation(this.id))
      await heal(
        (after) => this.around.api.timeline(this.id, after),
        () => this.seen,
        (seen) => this.setSeen(seen),
      )
      await this.flush()
    } catch (error) {
      this.failed(error)
    }
  }

  private failed(error: unknown): void {
    const gone = error instanceof Refusal && error.status === 404
    if (error instanceof Expired || gone) this.around.expired()
    else if (error instanceof Later && !this.over) {
      clearTimeout(this.retry)
      this.retry = setTimeout(() => void this.refresh(), this.backoff.next(error.after))
    }
  }

  private arrived(entry: Entry): void {
    const next = take(this.seen, entry)
    if (next === 'gap') {
      void this.refresh()
      return
    }
    if (next === this.seen) return
    this.setSeen(next)
    const moved = entry.status !== undefined && entry.status !== this.conversation?.status
    if (this.conversation && entry.status) this.conversation = { ...this.conversation, status: entry.status }
    if (heard(entry)) this.hideTyping()
    // A message or a mark alone changes nothing else; a new status or another kind changes who has it or how it ended.
    if (entry.kind === 'read') this.marked(entry)
    else if (moved || entry.kind !== 'message') void this.refresh()
    this.around.changed()
  }

  private marked(entry: Entry): void {
    const { conversation } = this
    const side = entry.author.role === 'customer' ? 'customer' : 'expert'
    if (!conversation) return
    const seq = Math.max(conversation.readSeq[side], entry.data?.seq ?? 0)
    this.conversation = { ...conversation, readSeq: { ...conversation.readSeq, [side]: seq } }
  }

  private setSeen(seen: Seen): void {
    this.seen = seen
    const known = new Set(seen.entries.flatMap((e) => e.clientId ?? []))
    this.stored = this.stored.filter((kept) => !known.has(kept.clientId))
    this.outbox.settle(known)
    this.around.changed()
  }

  /** A place that was pushed; without it, or when nobody waits any more as far as we know, the conversation is read. */
  private placed(queue: QueueState | undefined): void {
    const { conversation } = this
    if (queue && conversation?.queue) this.setConversation({ ...conversation, queue })
    else void this.refresh()
  }

  private setConversation(next: Conversation): void {
    if (next.queue !== this.conversation?.queue) this.placeToldAt = this.around.now()
    const before = this.conversation?.queue?.place
    const now = next.queue?.place
    if (before !== undefined && now !== undefined && before !== now) {
      this.placeBefore = { place: before, at: this.around.now() }
    }
    this.conversation = next
    if (next.expert) this.around.store.set(`expert.${this.id}`, JSON.stringify(next.expert))
    if (next.expert?.id) this.names.set(next.expert.id, next.expert.displayName)
    this.around.changed()
  }

  private async send(kept: Kept): Promise<Sent> {
    try {
      await this.around.api.write(this.id, kept.clientId, kept.text)
      // The live entry may have been faster than this answer.
      const shown = this.seen.entries.some((entry) => entry.clientId === kept.clientId)
      if (!shown) this.stored = [...this.stored, kept]
      void this.refresh()
      return { state: 'stored' }
    } catch (error) {
      if (error instanceof Refusal && error.status !== 404) return { state: 'refused', why: error.message }
      if (error instanceof Later) return { state: 'later', after: error.after }
      this.failed(error)
      return { state: 'later', after: 60_000 }
    }
  }

  private lastHeard(): number | undefined {
    return this.seen.entries.findLast(heard)?.seq
  }

  private showTyping(): void {
    clearTimeout(this.typingEnds)
    this.expertTypes = true
    this.typingEnds = setTimeout(() => this.hideTyping(), typingShown)
    this.around.changed()
  }

  private hideTyping(): void {
    clearTimeout(this.typingEnds)
    this.expertTypes = false
    this.around.changed()
  }
}

/** Where what was typed and not sent is kept: by conversation, or for the first screen. */
export const draftPlace = (id?: string): string => `draft.${id ?? 'ask'}`

/** A message from the other side. */
export const heard = (entry: Entry): boolean =>
  (entry.kind === 'message' || entry.kind === 'follow_up') && entry.author.role !== 'customer'
