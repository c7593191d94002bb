import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useActor } from '../app/session'
import { applyPush, heal } from './apply'

/** LiveConnection keeps the one line open while somebody is signed in. Its code arrives after the first screen. */
export function LiveConnection() {
  const client = useQueryClient()
  const id = useActor().id
  useEffect(() => {
    let close: (() => void) | undefined
    let left = false
    void import('./line').then(({ openPersonsLine }) => {
      if (left) return
      close = openPersonsLine(id, { push: (push) => applyPush(client, push), catchUp: () => heal(client) })
    })
    return () => {
      left = true
      close?.()
    }
  }, [client, id])
  return null
}
