import { useSyncExternalStore } from 'react'

/** LiveStatus: up, connecting (no word to the reader yet), or down (longer than four seconds). */
export type LiveStatus = 'up' | 'connecting' | 'down'

const patience = 4_000

let status: LiveStatus = 'connecting'
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribe, () => status)
}

/** lineUp and lineLost are told by the live connection alone. */
export function lineUp() {
  clearTimeout(timer)
  timer = undefined
  publish('up')
}

export function lineLost() {
  if (status === 'down' || timer) return
  publish('connecting')
  timer = setTimeout(() => publish('down'), patience)
}

/** lineEnded forgets everything, when a person leaves. */
export function lineEnded() {
  clearTimeout(timer)
  timer = undefined
  publish('connecting')
}

function publish(next: LiveStatus) {
  if (next === status) return
  status = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
