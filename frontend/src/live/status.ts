import { useSyncExternalStore } from 'react'
import type { Standing } from '../line'

/**
 * LiveStatus: up, connecting (no word to the reader yet), down (longer than four seconds), or catching up after that: what was
 * missed is being fetched.
 */
export type LiveStatus = 'up' | 'connecting' | 'down' | 'catching'

const patience = 4_000

let status: LiveStatus = 'connecting'
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

export function useLiveStatus(): LiveStatus {
  return useSyncExternalStore(subscribe, () => status)
}

/**
 * lineIs is told by the live connection alone. What lasts no longer than four seconds is worth no word, but whoever was told that
 * the line is down is told everything that follows.
 */
export function lineIs(standing: Standing) {
  if (standing === 'up') return settle('up')
  const worded = status === 'down' || status === 'catching'
  if (worded) return settle(standing)
  if (standing === 'catching') clearTimeout(timer)
  else if (timer) return
  publish('connecting')
  timer = setTimeout(() => settle(standing), patience)
}

function settle(next: LiveStatus) {
  clearTimeout(timer)
  timer = undefined
  publish(next)
}

/** lineEnded forgets everything, when a person leaves. */
export function lineEnded() {
  settle('connecting')
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
