import type { ReactNode } from 'react'
import { useSession } from '../app/session'

/** useReads tells whether the person reads everything and changes nothing. */
export function useReads(): boolean {
  const session = useSession()
  return session.status === 'signedIn' && session.actor.role === 'auditor'
}

/** Acts is what changes something: who only reads is not offered it. */
export function Acts({ children }: { children: ReactNode }) {
  return useReads() ? null : children
}
