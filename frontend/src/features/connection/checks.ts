// What a connection needs, tried one after another. Each check answers in a few seconds, signed in or not, and never throws.

import type { en } from './i18n/en'

export type CheckName = 'server' | 'socket' | 'stream' | 'poll' | 'clock' | 'storage' | 'notices' | 'sound'

/** Grade: good, fair (it works another way, or something is not allowed yet), or bad (something is in the way). */
export type Grade = 'good' | 'fair' | 'bad'

type Word = keyof typeof en

/** Finding is how a check ended; its word names the sentence in the catalogue. */
export interface Finding {
  check: CheckName
  grade: Grade
  word: Word
  values?: Record<string, string | number>
}

const patience = 8_000
const slow = 1_500
const wrongClock = 30_000
const base = '/api/v1'

const found = (check: CheckName, grade: Grade, word: Word, values?: Finding['values']): Finding => ({
  check,
  grade,
  word,
  ...(values ? { values } : {}),
})

const get = (path: string) =>
  fetch(base + path, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(patience) })

export async function checkServer(): Promise<Finding> {
  const began = performance.now()
  try {
    const answer = await get('/brand')
    const ms = Math.round(performance.now() - began)
    if (answer.status >= 500) return found('server', 'bad', 'serverFails', { status: answer.status })
    if (!window.isSecureContext) return found('server', 'bad', 'serverPlain', { ms })
    if (location.protocol !== 'https:') return found('server', 'good', 'serverHere', { ms })
    return ms > slow ? found('server', 'fair', 'serverSlow', { ms }) : found('server', 'good', 'serverGood', { ms })
  } catch {
    return found('server', 'bad', navigator.onLine ? 'serverNone' : 'serverOffline')
  }
}

/** checkSocket speaks one word each way: a proxy that lets a socket open and then keeps it silent is found too. */
export function checkSocket(): Promise<Finding> {
  return new Promise((done) => {
    const began = performance.now()
    let socket: WebSocket
    const end = (finding: Finding) => {
      clearTimeout(timer)
      socket?.close()
      done(finding)
    }
    const timer = setTimeout(() => end(found('socket', 'fair', 'socketSilent')), patience)
    const heard = () => end(found('socket', 'good', 'socketGood', { ms: Math.round(performance.now() - began) }))
    try {
      socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${base}/live`)
      socket.onopen = () => socket.send('{"id":1,"connect":{}}')
      socket.onmessage = heard
      // Without a token the server says goodbye in its own words: that is an answer too.
      socket.onclose = ({ code }) => (code >= 3_000 ? heard() : end(found('socket', 'fair', 'socketNone')))
    } catch {
      end(found('socket', 'fair', 'socketNone'))
    }
  })
}

/** checkStream reads three lines that the server sends apart: together they mean that somebody on the way keeps streams back. */
export async function checkStream(): Promise<Finding> {
  try {
    const answer = await get('/live/check')
    if (!answer.ok || !answer.body) return found('stream', 'fair', 'streamNone')
    const arrived = await arrivals(answer.body)
    const [first, last] = [arrived[0] ?? 0, arrived.at(-1) ?? 0]
    return last - first > 200 ? found('stream', 'good', 'streamGood') : found('stream', 'fair', 'streamHeld')
  } catch {
    return found('stream', 'fair', 'streamNone')
  }
}

async function arrivals(body: ReadableStream<Uint8Array>): Promise<number[]> {
  const reader = body.getReader()
  const at: number[] = []
  for (;;) {
    const { done } = await reader.read()
    if (done) return at
    at.push(performance.now())
  }
}

/** checkPoll waits for an answer that takes its time. */
export async function checkPoll(): Promise<Finding> {
  try {
    const answer = await get('/live/check')
    const whole = (await answer.text()).includes('data: 3')
    return whole ? found('poll', 'good', 'pollGood') : found('poll', 'bad', 'pollNone')
  } catch {
    return found('poll', 'bad', 'pollNone')
  }
}

export async function checkClock(): Promise<Finding> {
  try {
    const began = Date.now()
    const answer = await get('/brand')
    const middle = (began + Date.now()) / 2
    const server = Date.parse(answer.headers.get('Date') ?? '')
    if (Number.isNaN(server)) return found('clock', 'fair', 'clockUnknown')
    const off = middle - (server + 500)
    if (Math.abs(off) < wrongClock) return found('clock', 'good', 'clockGood')
    return found('clock', 'fair', off > 0 ? 'clockFast' : 'clockSlow', { seconds: Math.round(Math.abs(off) / 1_000) })
  } catch {
    return found('clock', 'fair', 'clockUnknown')
  }
}

export async function checkStorage(): Promise<Finding> {
  try {
    const key = 'kenner.connection'
    localStorage.setItem(key, 'kept')
    const kept = localStorage.getItem(key) === 'kept'
    localStorage.removeItem(key)
    return kept ? found('storage', 'good', 'storageGood') : found('storage', 'bad', 'storageNone')
  } catch {
    return found('storage', 'bad', 'storageNone')
  }
}

export async function checkNotices(): Promise<Finding> {
  if (typeof Notification === 'undefined') return found('notices', 'fair', 'noticesNone')
  const { permission } = Notification
  if (permission === 'granted') return found('notices', 'good', 'noticesGood')
  return found('notices', 'fair', permission === 'denied' ? 'noticesDenied' : 'noticesAsk')
}

/** checkSound asks whether this page may be heard; browsers allow it only after a first click. */
export async function checkSound(): Promise<Finding> {
  try {
    const context = new AudioContext()
    const { state } = context
    await context.close()
    return state === 'running' ? found('sound', 'good', 'soundGood') : found('sound', 'fair', 'soundWaits')
  } catch {
    return found('sound', 'fair', 'soundNone')
  }
}

/** checks are all of them, in the order in which they are shown. */
export const checks: readonly [CheckName, () => Promise<Finding>][] = [
  ['server', checkServer],
  ['socket', checkSocket],
  ['stream', checkStream],
  ['poll', checkPoll],
  ['clock', checkClock],
  ['storage', checkStorage],
  ['notices', checkNotices],
  ['sound', checkSound],
]

/** verdictOf says in one word what the findings mean for somebody who wants to work. */
export function verdictOf(findings: readonly Finding[]): 'running' | 'good' | 'roundabout' | 'bad' {
  if (findings.length < checks.length) return 'running'
  const grade = (name: CheckName) => findings.find((each) => each.check === name)?.grade
  const ways: CheckName[] = ['socket', 'stream', 'poll']
  if (grade('server') === 'bad' || grade('storage') === 'bad' || ways.every((way) => grade(way) !== 'good'))
    return 'bad'
  return grade('socket') === 'good' ? 'good' : 'roundabout'
}

/** reportOf is what one sends to whoever helps: facts, no names. */
export function reportOf(findings: readonly Finding[], sentence: (finding: Finding) => string, at: Date): string {
  const lines = findings.map((each) => `${each.check.padEnd(8)} ${each.grade.padEnd(5)} ${sentence(each)}`)
  const about = [
    `at       ${at.toISOString()}`,
    `address  ${location.origin}`,
    `browser  ${navigator.userAgent}`,
    `online   ${navigator.onLine ? 'yes' : 'no'}`,
    `screen   ${window.innerWidth} x ${window.innerHeight}`,
  ]
  return [...about, ...lines].join('\n')
}
