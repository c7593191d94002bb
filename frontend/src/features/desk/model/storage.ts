import { sessionState } from '../../../app/session'
import { device, ownStore, type Store } from '../../../keep/store'

/** mine is the part of this device that belongs to the person signed in; what they typed is never shown to another. */
function mine(): Store | undefined {
  const session = sessionState()
  return session.status === 'signedIn' ? ownStore(device, session.actor.id) : undefined
}

/** read gives a value kept on this device for the person signed in, or the fallback when there is none. */
export function read<T>(key: string, fallback: T, valid: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(mine()?.get(key) ?? 'null')
    return valid(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** write keeps a value on this device for the person signed in; null forgets it. A full storage is not an error: memory still has it. */
export function write(key: string, value: unknown) {
  try {
    if (value === null) mine()?.remove(key)
    else mine()?.set(key, JSON.stringify(value))
  } catch {
    // Nothing more can be done; the text stays in memory.
  }
}
