import type { IdentityState } from '../../embed/protocol'
import { Backoff } from '../../keep/backoff'
import type { Store } from '../../keep/store'
import { type Api, Later, Refusal } from './api'
import type { Visit } from './types'

/** Who the shop says is here. */
export interface Who {
  /** The shop's own id, only to see whether somebody else signs in. */
  subject: string
  name: string
}

const place = 'who'

/** The places of what belongs to whoever is here, in this frame's part of the browser. */
const ofPerson = ['token', 'current', 'question', place, 'draft.', 'outbox.', 'expert.', 'rating.']

export function keptWho(store: Store): Who | undefined {
  try {
    const kept = JSON.parse(store.get(place) ?? 'null') as Who | null
    return kept?.subject ? kept : undefined
  } catch {
    return undefined
  }
}

/** Forgets everything of whoever was here. */
export function forgetPerson(store: Store): void {
  for (const own of ofPerson) {
    for (const key of own.endsWith('.') ? store.keys(own) : [own]) store.remove(key)
  }
}

/** Whom a token means. It is read and not believed: the server decides. */
export function subjectOf(token: string): string | undefined {
  try {
    const payload = token.split('.')[1] ?? ''
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0))
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown }
    return typeof sub === 'string' && sub ? sub : undefined
  } catch {
    return undefined
  }
}

/** What the session does when somebody else is here, or the same person with another token. */
export interface Turn {
  /** Starts with nothing of whoever was here. */
  startClean(): void
  become(token: string): Promise<void>
}

interface Parts {
  api: Api
  store: Store
  turn: Turn
  /** Tells the page what became of its word. */
  tell(state: IdentityState, code?: string): void
}

const patience = 6_000
const keepTrying = 4 * 60_000

/**
 * Who is here, by the page's word. The same person keeps what was asked before signing in, by the token of this browser; when
 * somebody else signs in, or out, whatever was here is gone before the server is asked.
 */
export class Identity {
  private turn: Promise<void> = Promise.resolve()
  private latest = 0
  private first: (() => void) | undefined

  constructor(private readonly parts: Parts) {}

  /** Resolves when the page has said who is here, or has had long enough for it. */
  expected(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, patience)
      this.first = () => {
        clearTimeout(timer)
        done()
      }
    })
  }

  /** Becomes the person whom the shop's server vouches for. Of two words the later one counts. */
  identify(token: string): Promise<void> {
    const mine = ++this.latest
    this.turn = this.turn.then(() => (mine === this.latest ? this.exchange(token, mine) : undefined))
    return this.turn.finally(() => this.first?.())
  }

  /** Nobody is signed in any more. */
  signOut(): void {
    this.latest++
    const { api, store, turn, tell } = this.parts
    const token = store.get('token')
    turn.startClean()
    if (token) api.leaveAs(token).catch(() => undefined)
    tell('signedOut')
    this.first?.()
  }

  private async exchange(token: string, mine: number): Promise<void> {
    const { api, store, turn } = this.parts
    const shown = store.get('token')
    const before = keptWho(store)
    const subject = subjectOf(token)
    const another = before !== undefined && before.subject !== subject
    if (another) turn.startClean()
    try {
      const visit = await this.persistently(() => api.identify(token, shown), mine)
      if (!visit || mine !== this.latest) return
      store.set('token', visit.accessToken)
      store.set(place, JSON.stringify({ subject: subject ?? '', name: visit.customer.name } satisfies Who))
      await turn.become(visit.accessToken)
      this.parts.tell('verified')
    } catch (error) {
      if (another && shown) api.leaveAs(shown).catch(() => undefined)
      this.parts.tell('refused', error instanceof Refusal ? error.code : 'unreachable')
    }
  }

  /** Asks again for as long as the token may be good and nobody said no. */
  private async persistently(ask: () => Promise<Visit>, mine: number): Promise<Visit | undefined> {
    const backoff = new Backoff()
    for (let waited = 0; mine === this.latest; ) {
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof Later) || waited > keepTrying) throw error
        const wait = backoff.next(error.after)
        waited += wait
        this.first?.() // the first screen does not wait for a server that is away
        await new Promise((done) => setTimeout(done, wait))
      }
    }
    return undefined
  }
}
