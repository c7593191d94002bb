// Shortcuts of the workbench. Those with Alt work everywhere and never type; single keys work only where nobody types.
// A person may turn off either kind, on this browser. Screen readers keep their own: VoiceOver holds Control too, NVDA and
// JAWS hold Insert or take single keys for themselves, and AltGr is for typing. So none of those is ever a shortcut here.
import { useEffect, useRef, useSyncExternalStore } from 'react'

export type KeyKind = 'alt' | 'single'

const storageKeys = { alt: 'kenner.keys', single: 'kenner.keys.single' } as const
const chosen = new Map<KeyKind, boolean>()
const listeners = new Set<() => void>()

/** useKeysOn tells whether the person wants shortcuts of a kind. */
export function useKeysOn(kind: KeyKind = 'alt'): boolean {
  return useSyncExternalStore(subscribe, () => keysOn(kind))
}

export function setKeysOn(on: boolean, kind: KeyKind = 'alt') {
  try {
    localStorage.setItem(storageKeys[kind], on ? 'on' : 'off')
    chosen.delete(kind)
  } catch {
    chosen.set(kind, on) // Storage may be blocked: the choice then lasts until the page is left.
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
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.getModifierState('AltGraph')) return
      const action = current.current[keyOf(event)]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on])
}

/** useSingleKeys runs an action for one key alone. It never does while somebody types, chooses in a list, or holds a modifier. */
export function useSingleKeys(actions: Record<string, (() => void) | undefined>) {
  const on = useKeysOn('single')
  const current = useRef(actions)
  useEffect(() => {
    current.current = actions
  })
  useEffect(() => {
    if (!on) return
    const press = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.repeat || event.isComposing) return
      const action = current.current[event.key]
      if (!action || event.defaultPrevented || takesKeys(event.target)) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [on])
}

const typing =
  'input, textarea, select, dialog, [contenteditable], [role="textbox"], [role="combobox"], [role="listbox"], [role="menu"], [role="dialog"]'

/** takesKeys tells whether keys belong to what has the focus: a text, a list, an open dialog. */
function takesKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(typing) !== null
}

/** keyOf reads the key by its place for digits and by its letter otherwise: Alt changes the character on some systems. */
function keyOf(event: KeyboardEvent): string {
  if (event.code.startsWith('Digit')) return event.code.slice(5)
  if (event.code.startsWith('Numpad')) return event.code.slice(6)
  if (/^[a-z]$/i.test(event.key)) return event.key.toLowerCase()
  return event.code.startsWith('Key') ? event.code.slice(3).toLowerCase() : event.key
}

function keysOn(kind: KeyKind): boolean {
  try {
    return chosen.get(kind) ?? localStorage.getItem(storageKeys[kind]) !== 'off'
  } catch {
    return chosen.get(kind) ?? true
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
