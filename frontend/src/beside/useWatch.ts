import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { deleteWatch, putWatch } from '../client'
import { watchersQuery } from './api'

const beat = 25_000

/** useWatch tells the one who writes that somebody looks at the conversation, for as long as this screen is in sight. */
export function useWatch(id: string, on = true) {
  const client = useQueryClient()
  useEffect(() => {
    if (!on || !id) return
    let here = false
    const look = () => {
      if (document.visibilityState !== 'visible') return leave()
      here = true
      putWatch({ path: { id } }).catch(() => undefined)
    }
    const leave = () => {
      if (!here) return
      here = false
      deleteWatch({ path: { id }, keepalive: true }).catch(() => undefined)
    }
    look()
    const timer = setInterval(look, beat)
    document.addEventListener('visibilitychange', look)
    window.addEventListener('pagehide', leave)
    void client.invalidateQueries({ queryKey: watchersQuery(id).queryKey })
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [client, id, on])
}
