import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openStore, type Store } from '../../keep/store'
import { Api } from './api'
import type { Hearing } from './live'
import { Session } from './session'
import type { Entry } from './types'
import { viewOf } from './view'

interface Asked {
  method: string
  path: string
  key: string | null
  token: string | null
  body: Record<string, unknown>
}

/** A small desk behind `fetch`: it knows its visitors, makes one conversation of a key and one message of a clientId. */
class Desk {
  readonly asked: Asked[] = []
  readonly visitors = new Set<string>()
  readonly conversations = new Map<string, { id: string; question: string; entries: Entry[]; status: string }>()
  readonly keys = new Map<string, string>()
  away = false
  limited = false

  fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve()
    if (this.away) throw new TypeError('Failed to fetch')
    const headers = new Headers(init.headers)
    const call: Asked = {
      method: init.method ?? 'GET',
      path: url.replace('/api/v1', '').split('?')[0] ?? '',
      key: headers.get('Idempotency-Key'),
      token: headers.get('Authorization')?.slice(7) ?? null,
      body: JSON.parse(String(init.body ?? '{}')) as Record<string, unknown>,
    }
    this.asked.push(call)
    return this.answer(call, new URL(url, 'http://desk').searchParams)
  }

  calls = (method: string, path: string): Asked[] => this.asked.filter((c) => c.method === method && c.path === path)

  says(id: string, role: string, text: string, status: string, clientId = ''): Entry {
    const conversation = this.conversations.get(id)
    if (!conversation) throw new Error(`no conversation ${id}`)
    const seq = conversation.entries.length + 1
    const entry = { seq, kind: 'message', at: new Date().toISOString(), episode: 1, author: { role }, text, clientId }
    conversation.status = status
    const written = { ...entry, status: status as Entry['status'] }
    conversation.entries.push(written)
    return written
  }

  private answer({ method, path, key, token, body }: Asked, query: URLSearchParams): Response {
    if (path === '/brand') return json({ name: 'Noorder', hue: 168, strength: 0.078, languages: ['en'], open: true })
    if (path === '/products' || path === '/contact-reasons') return json({ items: [] })
    if (path === '/visitors') {
      const accessToken = `vis_${this.visitors.size + 1}`
      this.visitors.add(accessToken)
      return json({ accessToken, customer: { id: 'cus_1' } }, 201)
    }
    if (!token || !this.visitors.has(token)) return json({ code: 'unauthenticated' }, 401)
    if (path === '/conversations' && method === 'POST') return this.open(key ?? '', String(body.question))
    if (path === '/conversations') return json({ items: [...this.conversations.values()] })
    const [, , id = '', part] = path.split('/')
    const conversation = this.conversations.get(id)
    if (!conversation) return json({ code: 'conversation_not_found' }, 404)
    if (part === 'timeline') {
      const after = Number(query.get('after'))
      const { entries } = conversation
      return json({ entries: entries.filter((e) => e.seq > after), lastSeq: entries.length })
    }
    if (part === 'messages') {
      const known = conversation.entries.find((e) => e.clientId === body.clientId)
      const entry = known ?? this.says(id, 'customer', String(body.text), 'assigned', String(body.clientId))
      return json({ id: 'msg', seq: entry.seq }, known ? 200 : 201)
    }
    return json(this.view(id))
  }

  private open(key: string, question: string): Response {
    if (this.limited) return json({ code: 'rate_limited' }, 429, { 'Retry-After': '2' })
    const id = this.keys.get(key) ?? `cnv_${this.conversations.size + 1}`
    if (!this.keys.has(key)) {
      this.keys.set(key, id)
      this.conversations.set(id, { id, question, entries: [], status: 'queued' })
      this.says(id, 'customer', question, 'queued', 'question')
    }
    return json(this.view(id), 201)
  }

  private view(id: string): object {
    const { question, status, entries } = this.conversations.get(id) ?? { question: '', status: '', entries: [] }
    const readSeq = { customer: 0, expert: 0 }
    return { id, question, status, episode: 1, lastSeq: entries.length, readSeq, canRate: status === 'closed' }
  }
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } })

let desk: Desk
let store: Store
let live: Hearing | undefined
let ids = 0

function visit(): Session {
  const api: Api = new Api(
    () => store.get('token'),
    (yes) => session.setReachable(yes),
  )
  const session: Session = new Session({
    api,
    store,
    live: (hearing) => {
      live = hearing
      return { start: async () => undefined, stop: () => undefined }
    },
    newId: () => `id${++ids}`,
    now: () => Date.now(),
    language: () => 'en',
  })
  return session
}

const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  desk = new Desk()
  store = openStore(() => {
    throw new Error('storage is forbidden')
  })
  vi.stubGlobal('fetch', desk.fetch)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a visit', () => {
  it('becomes a visitor only with the first question, and then waits in line', async () => {
    const session = visit()
    await session.start()
    expect(viewOf(session)).toBe('ask')
    expect(desk.visitors.size).toBe(0)
    session.ask('Does it creak?', { productId: 'prd_1' })
    expect(viewOf(session)).toBe('queue')
    await settle()
    expect(desk.calls('POST', '/conversations')).toMatchObject([
      { token: 'vis_1', body: { question: 'Does it creak?', productId: 'prd_1', language: 'en', channel: 'chat' } },
    ])
    expect(session.question).toBeUndefined()
    expect(session.talk?.seen.cursor).toBe(1)
    expect(viewOf(session)).toBe('queue')
  })

  it('keeps the question while the server is away, over a reload, and makes one conversation of it', async () => {
    const first = visit()
    await first.start()
    desk.away = true
    first.ask('Does it creak?', {})
    await settle(5000)
    expect(first.reachable).toBe(false)
    expect(desk.conversations.size).toBe(0)

    desk.away = false
    const again = visit()
    await again.start()
    await settle(60_000)
    expect(desk.conversations.size).toBe(1)
    expect(new Set(desk.calls('POST', '/conversations').map((call) => call.key)).size).toBe(1)
    expect(viewOf(again)).toBe('queue')
  })

  it('says that many ask just now, waits as long as it was told, and asks again', async () => {
    const session = visit()
    await session.start()
    desk.limited = true
    session.ask('Does it creak?', {})
    await settle()
    expect(session.limited).toBe(true)
    await settle(1500)
    expect(desk.calls('POST', '/conversations')).toHaveLength(1)
    desk.limited = false
    await settle(2000)
    expect(session.limited).toBe(false)
    expect(desk.conversations.size).toBe(1)
  })

  it('goes on where it was, hears a live entry and heals a gap', async () => {
    const session = visit()
    await session.start()
    session.ask('Does it creak?', {})
    await settle()
    const again = visit()
    await again.start()
    await settle()
    expect(again.talk?.id).toBe('cnv_1')
    const push = (entry: Entry) => live?.push({ type: 'timeline', conversationId: 'cnv_1', entry })
    push(desk.says('cnv_1', 'expert', 'Where?', 'waiting'))
    expect(viewOf(again)).toBe('chat')
    desk.says('cnv_1', 'expert', 'At the hinge?', 'waiting')
    push(desk.says('cnv_1', 'expert', 'Or the band?', 'waiting'))
    await settle()
    expect(again.talk?.seen.entries.map((e) => e.text)).toEqual([
      'Does it creak?',
      'Where?',
      'At the hinge?',
      'Or the band?',
    ])
  })

  it('loses no word when the visit has expired: what was unsent stands on the first screen', async () => {
    const session = visit()
    await session.start()
    session.ask('Does it creak?', {})
    await settle()
    desk.visitors.clear()
    session.talk?.write('At the hinge.')
    session.talk?.write('On the left.')
    await settle(1000)
    expect(session.notice).toEqual({ kind: 'expired' })
    expect(viewOf(session)).toBe('ask')
    expect(store.get('draft.ask')).toBe('At the hinge.\n\nOn the left.')
    session.ask('At the hinge.', {})
    await settle()
    expect(desk.conversations.size).toBe(2)
    expect(viewOf(session)).toBe('queue')
  })

  it('stays with the chat that closes under the reader and asks for stars where it was closed before', async () => {
    const session = visit()
    session.look(true)
    await session.start()
    session.ask('Does it creak?', {})
    await settle()
    live?.push({ type: 'timeline', conversationId: 'cnv_1', entry: desk.says('cnv_1', 'expert', 'No.', 'waiting') })
    await settle()
    live?.push({ type: 'timeline', conversationId: 'cnv_1', entry: desk.says('cnv_1', 'expert', 'Bye.', 'closed') })
    await settle()
    expect(viewOf(session)).toBe('chat')
    session.show('rate')
    expect(viewOf(session)).toBe('rate')
  })
})
