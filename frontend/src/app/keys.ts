// Shortcuts of the workbench. They use Alt, so that they never type; a person may turn them off.
import { useEffect, useRef, useSyncExternalStore } from 'react'

const storageKey = 'kenner.keys'
const listeners = new Set<() => void>()

/** useKeysOn tells whether the person wants shortcuts. */
export function useKeysOn(): boolean {
  return useSyncExternalStore(subscribe, keysOn)
}

export function setKeysOn(on: boolean) {
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off')
  } catch {
    // Storage may be blocked: the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener()
}

/** useAltKeys runs an action for Alt and one of the keys given (by physical digit or letter). */
export function useAltKeys(actions: Record<string, (() => void) | undefined>) {
  const on = useKeysOn()
  const current = useRef(actions)
  useEffect(() => {
    current.current = actions
  })
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return
      const action = current.current[keyOf(event)]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on])
}

/** keyOf reads the key by its place for digits and by its letter otherwise: Alt changes the character on some systems. */
function keyOf(event: KeyboardEvent): string {
  if (event.code.startsWith('Digit')) return event.code.slice(5)
  if (event.code.startsWith('Numpad')) return event.code.slice(6)
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase()
  return event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key
}

function keysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off'
  } catch {
    return true
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
