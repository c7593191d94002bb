import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useActor } from '../app/session'
import { applyPush, heal } from './apply'

/** LiveConnection keeps the one socket open while somebody is signed in. Its library arrives after the first screen. */
export function LiveConnection() {
  const client = useQueryClient()
  const id = useActor().id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is another line
  useEffect(() => {
    let close: (() => void) | undefined
    let left = false
    void import('./line').then(({ openLine }) => {
      if (left) return
      close = openLine({ push: (push) => applyPush(client, push), back: () => heal(client) })
    })
    return () => {
      left = true
      close?.()
    }
  }, [client, id])
  return null
}
