import { useSyncExternalStore } from 'react'

const lasts = 5_000
const until = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

/** customerTypes notes that a customer types; it fades by itself after five seconds, or when a message arrives. */
export function customerTypes(conversationId: string) {
  clearTimeout(until.get(conversationId))
  until.set(
    conversationId,
    setTimeout(() => customerStopped(conversationId), lasts),
  )
  tell()
}

export function customerStopped(conversationId: string) {
  clearTimeout(until.get(conversationId))
  if (until.delete(conversationId)) tell()
}

/** useCustomerTypes tells whether the customer of a conversation types now. */
export function useCustomerTypes(conversationId: string): boolean {
  return useSyncExternalStore(subscribe, () => until.has(conversationId))
}

function tell() {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
