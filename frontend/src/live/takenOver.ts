import { useEffect, useRef } from 'react'

type Ear = (conversationId: string, reason: string | undefined) => void

const ears = new Set<Ear>()

/** takenOver tells that the team took a conversation from this expert, and why when they said so. */
export function takenOver(conversationId: string, reason: string | undefined) {
  for (const ear of ears) ear(conversationId, reason)
}

/** useTakenOver hears it while a component is on screen. */
export function useTakenOver(ear: Ear) {
  const current = useRef(ear)
  useEffect(() => {
    current.current = ear
  })
  useEffect(() => {
    const listen: Ear = (id, reason) => current.current(id, reason)
    ears.add(listen)
    return () => {
      ears.delete(listen)
    }
  }, [])
}
