import { useSyncExternalStore } from 'react'
import { sessionState } from '../../../app/session'
import { read, write } from './storage'

/** Parting is what an expert leaves at the close: good to know, and what to do next. */
export interface Parting {
  tip: string
  nextStep: string
}

/** longestParting is the length of each. */
export const longestParting = 400

const nothing: Parting = { tip: '', nextStep: '' }
const known = new Map<string, Parting>()
const listeners = new Set<() => void>()

/** useParting is what was begun for a conversation, on every card that shows it, and kept on this device until the close. */
export function useParting(conversationId: string) {
  const parting = useSyncExternalStore(subscribe, () => partingOf(conversationId))
  const edit = (part: Partial<Parting>) => put(conversationId, { ...partingOf(conversationId), ...part })
  return { parting, edit, over: parting.tip.length > longestParting || parting.nextStep.length > longestParting }
}

/** forgetParting drops it: the conversation is closed. */
export function forgetParting(conversationId: string) {
  put(conversationId, nothing)
}

/** leaving is what goes with a close: nothing for what is empty. */
export function leaving({ tip, nextStep }: Parting): Partial<Parting> {
  return { ...(tip.trim() ? { tip: tip.trim() } : {}), ...(nextStep.trim() ? { nextStep: nextStep.trim() } : {}) }
}

function partingOf(conversationId: string): Parting {
  const place = placeOf(conversationId)
  let parting = known.get(place)
  if (!parting) {
    parting = read(key(conversationId), nothing, isParting)
    known.set(place, parting)
  }
  return parting
}

/** placeOf is where a text is remembered: what one person typed is never shown to another on the same page. */
function placeOf(conversationId: string): string {
  const session = sessionState()
  return `${session.status === 'signedIn' ? session.actor.id : ''} ${conversationId}`
}

function put(conversationId: string, parting: Parting) {
  known.set(placeOf(conversationId), parting)
  write(key(conversationId), parting.tip || parting.nextStep ? parting : null)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function key(conversationId: string) {
  return `kenner.parting.${conversationId}`
}

function isParting(value: unknown): value is Parting {
  return (
    typeof value === 'object' &&
    value !== null &&
    'tip' in value &&
    typeof value.tip === 'string' &&
    'nextStep' in value &&
    typeof value.nextStep === 'string'
  )
}
