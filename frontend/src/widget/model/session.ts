import { Backoff } from '../../keep/backoff'
import type { Standing } from '../../line'
import { Expired, Later, Refusal } from './api'
import { forgetPerson, keptWho, type Who } from './identity'
import type { LiveLink } from './live'
import type { Notice } from './notice'
import type { Parts } from './parts'
import { asked, forgetQuestion, keepQuestion, keptQuestion, type Question } from './question'
import { draftPlace, Talk } from './talk'
import type { Brand, DeviceLink, LinkedAnswer, Product, Push, Rating, Reason, Summary } from './types'
import { tokenPlace, visiting } from './visit'

type Panel = 'auto' | 'chat' | 'rate'
const currentPlace = 'current'

/** The visitor's whole session in this window: brand, question, conversation. The screen shows what stands here. */
export class Session {
  loaded = false
  brand: Brand | undefined
  products: Product[] = []
  reasons: Reason[] = []
  earlier: Summary[] = []
  talk: Talk | undefined
  /** Kept on this device, not yet with the server. */
  question: Question | undefined
  notice: Notice | undefined
  reachable = true
  /** Whether the live connection stands; while it catches up, something may still be missing. */
  line: Standing = 'down'
  /** The server asked us to come back later. */
  limited = false
  panel: Panel = 'auto'
  /** Whom the shop vouches for; nobody: an anonymous visitor. */
  who: Who | undefined
  /** The screen with the way to another device stands over the others. */
  device = false
  /** A link from another device brought somebody here; it is used when they say so. */
  link: string | undefined
  /** A rating link brought somebody here, perhaps on another device than they asked on. */
  ratingLink: string | undefined

  /** Makes a visitor of somebody who is none yet. */
  readonly visit: () => Promise<void>

  private readonly live: LiveLink
  private visible = false
  private readonly listeners = new Set<() => void>()
  private readonly backoff = new Backoff()
  private readonly healing = new Backoff(Math.random, 4000, 30_000)
  private retry: ReturnType<typeof setTimeout> | undefined
  private healTimer: ReturnType<typeof setTimeout> | undefined
  private asking = false
  /** The token that this window goes by; another tab may change it. */
  private mine: string | null = null

  constructor(private readonly parts: Parts) {
    this.live = parts.live({
      push: (data) => this.pushed(data),
      catchUp: () => this.heal(),
      standing: (standing) => this.stands(standing),
    })
    this.visit = visiting(parts, () => {
      this.mine = this.token
      this.changed()
    })
    this.question = keptQuestion(parts.store)
    this.who = keptWho(parts.store)
    this.mine = this.token
  }

  /** Calls back after every change; answers how to stop. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  get token(): string | null {
    return this.parts.store.get(tokenPlace)
  }

  /** Reads the brand and continues where this visitor was. */
  async start(): Promise<void> {
    await Promise.all([this.readBrand(), this.resume()])
    this.loaded = true
    this.changed()
    void this.readChoices()
  }

  /** Something may have been missed: the network is back, the window is seen again, the live connection stands again. */
  async heal(): Promise<void> {
    if (this.question) await this.sendQuestion()
    if (!this.brand) await this.readBrand()
    await this.talk?.refresh()
    if (this.visible) this.talk?.markRead()
  }

  /** Whether the person can see the chat now: only then messages count as read. */
  look(visible: boolean): void {
    this.visible = visible
    if (visible) void this.heal()
  }

  /** Keeps the question and sends it. It is safe on this device when this returns. */
  ask(text: string, choice: { productId?: string; reasonId?: string }): void {
    const { newId, now, language, store } = this.parts
    this.question = { key: newId(), question: text, language: language(), at: now(), ...choice }
    keepQuestion(store, this.question)
    this.notice = undefined
    this.changed()
    void this.sendQuestion()
  }

  /** Leaves this conversation as it is and shows the first screen again. */
  askNew(notice?: Notice): void {
    this.parts.store.remove(currentPlace)
    this.leave()
    this.notice = notice
    void this.readEarlier()
    this.changed()
  }

  /** Shows one of the visitor's own conversations. */
  async open(id: string): Promise<void> {
    this.leave()
    this.parts.store.set(currentPlace, id)
    this.notice = undefined
    await this.follow(id)
  }

  /** Whether the server could be reached by the last call. */
  setReachable(yes: boolean): void {
    this.reachable = yes
    this.changed()
  }

  /** Starts with nothing of whoever was here: somebody else is, or nobody. */
  startClean(): void {
    const { store } = this.parts
    clearTimeout(this.retry)
    this.leave()
    forgetPerson(store)
    this.question = undefined
    this.who = undefined
    this.mine = null
    this.earlier = []
    this.notice = undefined
    this.panel = 'auto'
    this.device = false
    this.changed()
  }

  /** Leaves the link unused: this device goes on with its own. */
  ignoreLink(): void {
    this.link = undefined
    this.ratingLink = undefined
    this.changed()
  }

  /** What the rating link is about. */
  linkedAnswer(link: string): Promise<LinkedAnswer> {
    return this.parts.api.ratingLink(link)
  }

  /** Rates the answer that the rating link is about, and asks for it anew where it is the one that stands here. */
  async rateByLink(link: string, rating: Rating): Promise<void> {
    await this.parts.api.rateByLink(link, rating)
    void this.talk?.refresh()
  }

  /** The link by which another device goes on with this. */
  deviceLink(): Promise<DeviceLink> {
    return this.parts.api.link()
  }

  /** Goes on with the token that is kept now: the same person is known by another one, or another browser's. */
  async become(token: string): Promise<void> {
    const same = token === this.mine
    this.mine = token
    this.who = keptWho(this.parts.store)
    if (same || !this.loaded) return this.changed()
    if (this.talk) {
      this.live.start(token)
      await this.talk.refresh()
    } else await this.resume()
    this.changed()
  }

  /** Uses the link of another device: what was here before goes, because it may be somebody else's. */
  async arrive(link: string): Promise<void> {
    const visit = await this.parts.api.arrive(link)
    this.startClean()
    this.parts.store.set(tokenPlace, visit.accessToken)
    this.link = undefined
    await this.become(visit.accessToken)
  }

  /** Another tab of this visitor changed what is kept here: its question may be a conversation by now. */
  elsewhere(): void {
    const current = this.parts.store.get(currentPlace)
    const asked = keptQuestion(this.parts.store)
    if (this.mine !== null && this.token !== this.mine) {
      this.question = asked
      this.earlier = []
      this.leave()
      if (this.token) void this.become(this.token)
      else this.mine = null
    } else if (this.question && !asked && current) {
      this.question = undefined
      void this.open(current)
    }
    this.changed()
  }

  showDevice(yes: boolean): void {
    this.device = yes
    this.changed()
  }

  show(panel: Panel): void {
    this.panel = panel
    this.changed()
  }

  /** Takes the question back and shows the first screen. Throws what the server refuses. */
  async withdraw(): Promise<void> {
    await this.talk?.withdraw()
    this.askNew({ kind: 'withdrawn' })
  }

  private changed(): void {
    for (const listener of this.listeners) listener()
  }

  private async readBrand(): Promise<void> {
    try {
      this.brand = await this.parts.api.brand()
      this.changed()
    } catch {
      // The screen works without it; the next healing asks again.
    }
  }

  private async readChoices(): Promise<void> {
    const { api } = this.parts
    const [products, reasons] = await Promise.allSettled([api.products(), api.reasons()])
    if (products.status === 'fulfilled') this.products = products.value
    if (reasons.status === 'fulfilled') this.reasons = reasons.value
    this.changed()
  }

  private async readEarlier(): Promise<void> {
    if (!this.token) return
    try {
      this.earlier = await this.parts.api.conversations()
      this.changed()
    } catch (error) {
      if (error instanceof Expired) this.expired()
    }
  }

  private async resume(): Promise<void> {
    const current = this.parts.store.get(currentPlace)
    if (this.question) {
      void this.sendQuestion()
    } else if (this.token && current) {
      await this.follow(current)
    } else if (this.token) {
      await this.readEarlier()
      const running = this.earlier.find((c) => c.status !== 'closed')
      if (running) await this.open(running.id)
    }
  }

  private async follow(id: string): Promise<void> {
    const { api, store, newId, now } = this.parts
    this.panel = 'auto'
    this.talk = new Talk(id, {
      api,
      store,
      newId,
      now,
      changed: () => this.talkChanged(),
      expired: () => this.expired(),
    })
    if (this.token) this.live.start(this.token)
    this.watch()
    await this.talk.refresh()
    this.changed()
  }

  private leave(): void {
    this.talk?.stop()
    this.talk = undefined
    this.live.stop()
    clearTimeout(this.healTimer)
  }

  /** The screen never changes under somebody who reads: a chat that closes while it is seen, or with unread words, stays. */
  private talkChanged(): void {
    const status = this.talk?.conversation?.status
    if (status !== undefined && status !== 'closed') this.panel = this.visible ? 'chat' : 'auto'
    else if (status === 'closed' && this.panel === 'auto' && this.talk?.unread()) this.panel = 'chat'
    this.changed()
  }

  private async sendQuestion(): Promise<void> {
    if (this.asking) return
    this.asking = true
    clearTimeout(this.retry)
    try {
      await this.sendNow()
    } catch (error) {
      this.notSent(error)
    } finally {
      this.asking = false
    }
  }

  private async sendNow(): Promise<void> {
    const { api, store } = this.parts
    this.question = keptQuestion(store)
    if (!this.question) return
    await this.visit()
    this.mine = this.token
    const conversation = await api.ask(asked(this.question), this.question.key)
    this.limited = false
    this.backoff.reset()
    store.set(currentPlace, conversation.id)
    forgetQuestion(store)
    this.question = undefined
    await this.follow(conversation.id)
  }

  private notSent(error: unknown): void {
    if (error instanceof Refusal && error.code === 'already_waiting' && error.about) {
      void this.joinWaiting(error.about)
      return
    }
    if (error instanceof Refusal) {
      this.notice = { kind: 'refused', why: error.message, code: error.code }
      this.changed()
      return
    }
    if (error instanceof Expired) this.parts.store.remove(tokenPlace)
    this.limited = error instanceof Later && error.cause === 'limit'
    const wait = this.backoff.next(error instanceof Later ? error.after : 0)
    this.retry = setTimeout(() => void this.sendQuestion(), wait)
    this.changed()
  }

  /** One question waits for each visitor: what was asked besides becomes a draft beside the one that waits. */
  private async joinWaiting(id: string): Promise<void> {
    const { store } = this.parts
    const asked = this.question ?? keptQuestion(store)
    if (asked) store.set(draftPlace(id), asked.question)
    forgetQuestion(store)
    this.question = undefined
    const opened = this.open(id)
    this.notice = { kind: 'already' }
    this.changed()
    await opened
  }

  /** The token is known no more: what was written stays in the first screen's field, and a new visitor begins. */
  private expired(): void {
    const { store } = this.parts
    const unsent = this.talk?.outbox.waiting() ?? []
    for (const kept of unsent) this.talk?.outbox.drop(kept.clientId)
    if (unsent.length > 0) store.set(draftPlace(), unsent.map((kept) => kept.text).join('\n\n'))
    store.remove(tokenPlace)
    store.remove(currentPlace)
    this.earlier = []
    this.leave()
    this.notice = { kind: 'expired' }
    this.changed()
  }

  private pushed(data: Push): void {
    if (data.type === 'brand') void this.readBrand()
    this.talk?.push(data)
    if (this.visible) this.talk?.markRead()
  }

  private stands(standing: Standing): void {
    this.line = standing
    if (standing === 'up') this.healing.reset()
    this.changed()
  }

  /** While the live connection does not stand, a proxy may forbid it: read on with a growing wait instead of staying silent. */
  private watch(): void {
    clearTimeout(this.healTimer)
    this.healTimer = setTimeout(() => {
      if (this.line === 'down' && this.visible) void this.heal()
      this.watch()
    }, this.healing.next())
  }
}
