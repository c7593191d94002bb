import type { Play } from '../../../client'

/** Pending is a text that is not stored yet. */
export interface Pending {
  clientId: string
  text: string
}

type Place = Pick<Play, 'no' | 'startedAt'>

function key({ no, startedAt }: Place) {
  return `kenner.audition.${no}.${startedAt}`
}

/** readPending is what this tab still has to send in a play. */
export function readPending(play: Place): Pending | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key(play)) ?? 'null')
    return isPending(value) ? value : null
  } catch {
    return null
  }
}

/** keepPending keeps a text in this tab until it is stored; null forgets it. */
export function keepPending(play: Place, pending: Pending | null) {
  try {
    if (pending) sessionStorage.setItem(key(play), JSON.stringify(pending))
    else sessionStorage.removeItem(key(play))
  } catch {
    // Nothing more can be done; the text stays in memory.
  }
}

function isPending(value: unknown): value is Pending {
  return (
    typeof value === 'object' &&
    value !== null &&
    'clientId' in value &&
    typeof value.clientId === 'string' &&
    'text' in value &&
    typeof value.text === 'string'
  )
}
