// The session: the access token lives in memory alone; the refresh cookie (HttpOnly) brings it back after a reload.
import { useSyncExternalStore } from 'react'
import { problemOf, unreachable } from './problem'

export type Role = 'customer' | 'expert' | 'manager' | 'admin' | 'auditor' | 'screen'

export interface Actor {
  id: string
  role: Role
  name: string
  language?: string
}

export interface Signed {
  accessToken: string
  expiresAt: string
  actor: Actor
  /** Staff who must add a second factor before anything else is open. */
  factorNeeded?: boolean
  /** When a recovery code was used that the person was not told of. */
  recoveryAt?: string
}

export type SessionState =
  | { status: 'unknown' }
  | { status: 'signedOut' }
  | { status: 'unreachable' }
  | { status: 'signedIn'; token: string; expiresAt: number; actor: Actor; factorNeeded?: boolean }

const refreshPath = '/api/v1/sessions/refresh'
const refreshAhead = 60_000
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('kenner.session')

let state: SessionState = { status: 'unknown' }
let timer: ReturnType<typeof setTimeout> | undefined
let pending: Promise<string | null> | null = null
const listeners = new Set<() => void>()

export function sessionState(): SessionState {
  return state
}

export function onSession(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** useSession is the session as it is now; its component follows every change. */
export function useSession(): SessionState {
  return useSyncExternalStore(onSession, sessionState)
}

/** useActor is the person signed in. It throws outside the signed-in routes. */
export function useActor(): Actor {
  const session = useSession()
  if (session.status !== 'signedIn') throw new Error('no session here')
  return session.actor
}

/**
 * signIn takes the answer of a sign-in, a setup or an accepted invitation. The other tabs follow; one that belonged to another
 * person begins anew, because nothing of that person may stay on a screen.
 */
export function signIn(signed: Signed) {
  const expiresAt = Date.parse(signed.expiresAt)
  const before = state.status === 'signedIn' ? state.actor.id : undefined
  rememberHere(true)
  publish({
    status: 'signedIn',
    token: signed.accessToken,
    expiresAt,
    actor: signed.actor,
    factorNeeded: signed.factorNeeded,
  })
  clearTimeout(timer)
  timer = setTimeout(() => void refresh(), Math.max(5_000, expiresAt - Date.now() - refreshAhead))
  if (before === signed.actor.id) return
  channel?.postMessage({ signedIn: signed.actor.id })
  if (before !== undefined) location.reload()
}

/** enterScreen shows the board by a screen's own token, in nobody's name: nothing is kept, and nothing renews it. */
export function enterScreen(token: string) {
  const actor: Actor = { id: token.slice(0, 12), role: 'screen', name: '' }
  publish({ status: 'signedIn', token, expiresAt: Number.POSITIVE_INFINITY, actor })
}

/** signedOut forgets the token here and, unless told otherwise, in the other tabs. */
export function signedOut(tell = true) {
  clearTimeout(timer)
  rememberHere(false)
  publish({ status: 'signedOut' })
  if (tell) channel?.postMessage('signedOut')
}

/** patchActor shows a changed name or language at once. */
export function patchActor(change: Partial<Actor>) {
  if (state.status === 'signedIn') publish({ ...state, actor: { ...state.actor, ...change } })
}

/** accessToken is the token to send, renewed first when it is about to end. */
export async function accessToken(): Promise<string | null> {
  if (state.status !== 'signedIn') return null
  if (state.expiresAt - Date.now() > 5_000) return state.token
  return refresh()
}

/** refresh renews the token by the cookie; several callers share one request, several tabs take turns. */
export function refresh(): Promise<string | null> {
  pending ??= inTurn(renew).finally(() => {
    pending = null
  })
  return pending
}

async function renew(): Promise<string | null> {
  if (state.status === 'signedIn' && state.actor.role === 'screen') {
    publish({ status: 'signedOut' }) // its link was taken back
    return null
  }
  if (state.status === 'unknown' && !wasHere()) {
    signedOut(false)
    return null
  }
  let response: Response
  try {
    response = await fetch(refreshPath, { method: 'POST', credentials: 'same-origin' })
  } catch {
    return keepOrSay()
  }
  if (response.ok) {
    const signed = (await response.json()) as Signed
    signIn(signed)
    return signed.accessToken
  }
  if (response.status >= 500 || response.status === 429) return keepOrSay()
  const problem = await problemOf(response)
  if (problem.status === 401 || problem.status === 403 || problem.status === 404) signedOut(false)
  return null
}

const hereKey = 'kenner.wasHere'

/** wasHere tells whether this browser may hold a refresh cookie, which no script can see: who never signed in is not asked for. */
function wasHere(): boolean {
  try {
    return localStorage.getItem(hereKey) !== null
  } catch {
    return true
  }
}

function rememberHere(here: boolean) {
  try {
    if (here) localStorage.setItem(hereKey, 'yes')
    else localStorage.removeItem(hereKey)
  } catch {
    // Without storage the server is asked each time.
  }
}

/** keepOrSay leaves a running session alone while the server does not answer: it will be asked again. */
function keepOrSay(): string | null {
  if (state.status !== 'signedIn') {
    publish({ status: 'unreachable' })
    return null
  }
  clearTimeout(timer)
  timer = setTimeout(() => void refresh(), 5_000)
  if (state.expiresAt <= Date.now()) throw unreachable()
  return state.token
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work()
  return await navigator.locks.request('kenner.refresh', work)
}

function publish(next: SessionState) {
  state = next
  for (const listener of listeners) listener()
}

channel?.addEventListener('message', ({ data }: MessageEvent<'signedOut' | { signedIn: string }>) => {
  if (data === 'signedOut') return signedOut(false)
  if (state.status === 'signedIn' && state.actor.id === data.signedIn) return
  rememberHere(true)
  void refresh()
})
