// What is sensitive wants a proof of the last ten minutes. A request that was refused for want of it waits here while the
// person shows once more that it is them, and is then sent again: no screen has to know.
import { useSyncExternalStore } from 'react'

let asking: { promise: Promise<boolean>; settle: (given: boolean) => void } | null = null
const listeners = new Set<() => void>()

function changed() {
  for (const listener of listeners) listener()
}

/** askProof resolves to true when the person proved who they are; several requests share one question. */
export function askProof(): Promise<boolean> {
  if (!asking) {
    let settle: (given: boolean) => void = () => undefined
    const promise = new Promise<boolean>((resolve) => {
      settle = resolve
    })
    asking = { promise, settle }
    changed()
  }
  return asking.promise
}

/** proved ends the question: the proof was given, or the person thought better of it. */
export function proved(given: boolean) {
  asking?.settle(given)
  asking = null
  changed()
}

/** useProofAsked tells whether a request waits for a proof. */
export function useProofAsked(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => asking !== null,
  )
}
