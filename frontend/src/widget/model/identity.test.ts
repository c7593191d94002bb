import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openStore, type Store } from '../../keep/store'
import { Api } from './api'
import { Identity, keptWho, subjectOf } from './identity'
import { Session } from './session'
import { viewOf } from './view'

const token = (sub: string): string => `e30.${btoa(JSON.stringify({ sub })).replaceAll('=', '')}.signature`

/** A desk that knows whose token is whose, and what each has asked. */
class Desk {
  readonly asked: { method: string; path: string; token: string | null }[] = []
  readonly owner = new Map<string, string>()
  readonly questions = new Map<string, { id: string; question: string; status: string }[]>()
  away = false
  refuses: string | undefined
  /** Holds the answer to a sign-in back until it is called. */
  release: (() => void) | undefined
  slow = false
  private tokens = 0

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve()
    if (this.away) throw new TypeError('Failed to fetch')
    const [method, path] = [init.method ?? 'GET', url.replace('/api/v1', '').split('?')[0] ?? '']
    const shown = new Headers(init.headers).get('Authorization')?.slice(7) ?? null
    this.asked.push({ method, path, token: shown })
    if (path === '/brand') return json({ name: 'Noorder', hue: 168, strength: 0.078, languages: ['en'], open: true })
    if (path === '/products' || path === '/contact-reasons') return json({ items: [] })
    const body = JSON.parse(String(init.body ?? '{}')) as Record<string, string>
    if (path === '/visitors') return this.visit('', this.give(`anonymous${this.tokens}`))
    if (path === '/visitors/identify') return this.identify(body.identityToken ?? '', shown)
    if (path === '/visitors/continuations') {
      return body.token === 'good' ? this.visit('', this.give('fenna')) : json({ code: 'continuation_invalid' }, 410)
    }
    const who = this.owner.get(shown ?? '')
    if (!who) return json({ code: 'unauthorized' }, 401)
    if (method === 'DELETE') {
      this.owner.delete(shown ?? '')
      return new Response(null, { status: 204 })
    }
    const mine = this.questions.get(who) ?? []
    if (path === '/conversations' && method === 'POST') {
      const made = { id: `cnv_${who}_${mine.length}`, question: body.question ?? '', status: 'queued' }
      this.questions.set(who, [made, ...mine])
      return json(this.view(made), 201)
    }
    if (path === '/conversations') return json({ items: mine })
    const found = mine.find((c) => path.startsWith(`/conversations/${c.id}`))
    if (!found) return json({ code: 'conversation_not_found' }, 404)
    if (path.endsWith('/timeline')) return json({ entries: [], lastSeq: 0 })
    return json(this.view(found))
  }

  calls = (method: string, path: string) => this.asked.filter((c) => c.method === method && c.path === path)

  private give(who: string): string {
    const made = `vis_${++this.tokens}`
    this.owner.set(made, who)
    return made
  }

  private async identify(said: string, shown: string | null): Promise<Response> {
    if (this.refuses) return json({ code: this.refuses }, 401)
    const who = subjectOf(said) ?? ''
    const before = this.owner.get(shown ?? '')
    if (shown) this.owner.delete(shown)
    if (before?.startsWith('anonymous')) {
      this.questions.set(who, [...(this.questions.get(before) ?? []), ...(this.questions.get(who) ?? [])])
      this.questions.delete(before)
    }
    const made = this.give(who)
    if (this.slow) {
      await new Promise<void>((done) => {
        this.release = done
      })
    }
    return this.visit(who, made)
  }

  private visit(name: string, accessToken: string): Response {
    return json({ accessToken, customer: { id: 'cus_1', name, verified: name !== '' } })
  }

  private view(made: { id: string; question: string; status: string }): object {
    return { ...made, episode: 1, lastSeq: 0, readSeq: { customer: 0, expert: 0 }, canRate: false }
  }
}

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })

let desk: Desk
let store: Store
let ids = 0
const tell = vi.fn()
const lines: (string | undefined)[] = []

function visit() {
  const api = new Api(() => store.get('token'))
  const session = new Session({
    api,
    store,
    live: () => ({ start: (by) => lines.push(by), stop: () => lines.push(undefined) }),
    newId: () => `id${++ids}`,
    now: () => Date.now(),
    language: () => 'en',
  })
  return { session, identity: new Identity({ api, store, turn: session, tell }) }
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  desk = new Desk()
  tell.mockClear()
  lines.length = 0
  store = openStore(() => {
    throw new Error('storage is forbidden')
  })
  vi.stubGlobal('fetch', desk.fetch)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('keeps what was asked and typed when its own visitor signs in, and goes on by the new token', async () => {
  const { session, identity } = visit()
  await session.start()
  session.ask('Does it creak?', {})
  await settle()
  const id = session.talk?.id
  store.set(`draft.${id}`, 'At the')
  await identity.identify(token('fenna'))
  expect(session.talk?.id).toBe(id)
  expect(store.get(`draft.${id}`)).toBe('At the')
  expect(session.who?.name).toBe('fenna')
  expect(store.get('token')).toBe('vis_2')
  expect(lines.at(-1)).toBe('vis_2')
  expect(tell).toHaveBeenLastCalledWith('verified')
})

it('lets nobody see what another person asked: it is gone before the server has answered', async () => {
  const { session, identity } = visit()
  await session.start()
  await identity.identify(token('fenna'))
  session.ask('Does it creak?', {})
  await settle()
  store.set('draft.ask', 'My address is')
  desk.slow = true
  const turn = identity.identify(token('jelle'))
  await settle()
  expect(viewOf(session)).toBe('ask')
  expect(session.talk).toBeUndefined()
  expect(session.earlier).toEqual([])
  expect(store.keys('').sort()).toEqual([])
  expect(lines.at(-1)).toBeUndefined()
  desk.release?.()
  await turn
  expect(session.who?.subject).toBe('jelle')
  expect(viewOf(session)).toBe('ask')
  expect(desk.calls('POST', '/visitors/identify').at(-1)?.token).toBe('vis_1')
})

it('shows the same person on another browser what they asked before', async () => {
  desk.questions.set('fenna', [{ id: 'cnv_fenna_9', question: 'Does it creak?', status: 'assigned' }])
  const { session, identity } = visit()
  const expected = identity.expected()
  void identity.identify(token('fenna'))
  await expected
  await session.start()
  await settle()
  expect(session.talk?.id).toBe('cnv_fenna_9')
})

it('waits with everything else while somebody becomes somebody else, and asks again with the new token', async () => {
  const { session, identity } = visit()
  await session.start()
  session.ask('Does it creak?', {})
  await settle()
  desk.slow = true
  const turn = identity.identify(token('fenna'))
  await settle()
  const reading = session.talk?.refresh()
  await settle()
  desk.release?.()
  await turn
  await reading
  expect(session.notice).toBeUndefined()
  expect(session.talk).toBeDefined()
  expect(keptWho(store)?.subject).toBe('fenna')
})

it('tells the page why its word was refused, and goes on as the visitor that was here', async () => {
  const { session, identity } = visit()
  await session.start()
  session.ask('Does it creak?', {})
  await settle()
  desk.refuses = 'identity_expired'
  await identity.identify(token('fenna'))
  expect(tell).toHaveBeenLastCalledWith('refused', 'identity_expired')
  expect(session.who).toBeUndefined()
  expect(viewOf(session)).toBe('queue')
})

it('asks again while the server is away, and lets the first screen show meanwhile', async () => {
  const { session, identity } = visit()
  desk.away = true
  const expected = identity.expected()
  const turn = identity.identify(token('fenna'))
  await settle()
  await expected
  await settle(2000)
  desk.away = false
  await settle(8000)
  await turn
  expect(keptWho(store)?.subject).toBe('fenna')
  expect(session.who?.subject).toBe('fenna')
})

it('is gone from this browser and ended at the server when its person signs out', async () => {
  const { session, identity } = visit()
  await session.start()
  await identity.identify(token('fenna'))
  session.ask('Does it creak?', {})
  await settle()
  identity.signOut()
  await settle()
  expect(viewOf(session)).toBe('ask')
  expect(store.keys('')).toEqual([])
  expect(desk.owner.has('vis_1')).toBe(false)
  expect(tell).toHaveBeenLastCalledWith('signedOut')
})

it('another tab becomes whoever signed in here', async () => {
  const here = visit()
  const there = visit()
  await Promise.all([here.session.start(), there.session.start()])
  await here.identity.identify(token('fenna'))
  there.session.elsewhere()
  here.session.ask('Does it creak?', {})
  await settle()
  await there.session.become(store.get('token') ?? '')
  await here.identity.identify(token('jelle'))
  there.session.elsewhere()
  await settle()
  expect(there.session.talk).toBeUndefined()
  expect(there.session.who?.subject).toBe('jelle')
})

it('goes on with a link only when its person says so, and what was here before is gone', async () => {
  desk.questions.set('fenna', [{ id: 'cnv_fenna_9', question: 'Does it creak?', status: 'assigned' }])
  const { session } = visit()
  session.link = 'bad'
  await session.start()
  session.ask('Mine?', {})
  await settle()
  expect(viewOf(session)).toBe('arrive')
  await expect(session.arrive('bad')).rejects.toThrow()
  expect(session.talk?.id).toBe('cnv_anonymous0_0')
  await session.arrive('good')
  expect(session.talk?.id).toBe('cnv_fenna_9')
  expect(viewOf(session)).toBe('chat')
})
