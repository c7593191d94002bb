// The server's clock, as far as this device knows it: a countdown must not depend on a wrong clock here.
import { useSyncExternalStore } from 'react'

let offset = 0
let exact = false

/** observeServerTime takes a time that the server named. A header has whole seconds and is only a first guess. */
export function observeServerTime(server: string | number, receivedAt: number, precise: boolean) {
  const at = typeof server === 'number' ? server : Date.parse(server)
  if (Number.isNaN(at) || (exact && !precise)) return
  const guess = at + (precise ? 0 : 500) - receivedAt
  if (!precise && Math.abs(guess) < 2_000) return
  offset = guess
  exact ||= precise
}

/** serverNow is the server's time now, in milliseconds. */
export function serverNow(): number {
  return Date.now() + offset
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let second = 0

/** useServerSecond is the server's time in whole seconds; all clocks on a screen tick together. */
export function useServerSecond(): number {
  return useSyncExternalStore(subscribe, () => second || Math.floor(serverNow() / 1_000))
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  second = Math.floor(serverNow() / 1_000)
  timer ??= setInterval(tick, 250)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
    second = 0
  }
}

function tick() {
  const now = Math.floor(serverNow() / 1_000)
  if (now === second) return
  second = now
  for (const listener of listeners) listener()
}
