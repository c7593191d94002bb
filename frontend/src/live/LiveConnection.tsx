import { useQueryClient } from '@tanstack/react-query'
import { Centrifuge, UnauthorizedError } from 'centrifuge'
import { useEffect } from 'react'
import { accessToken, refresh, useActor } from '../app/session'
import { applyPush, heal } from './apply'
import { isPush } from './push'
import { lineEnded, lineLost, lineUp } from './status'

const calmly = 2_000

/** LiveConnection keeps the one socket open while somebody is signed in. The token goes in the first frame, never in the address. */
export function LiveConnection() {
  const client = useQueryClient()
  const id = useActor().id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another person is another line
  useEffect(() => {
    const line = new Centrifuge(address(), { getToken, minReconnectDelay: 300, maxReconnectDelay: 8_000 })
    let lost = false
    let again: ReturnType<typeof setTimeout> | undefined
    line.on('connected', () => {
      lineUp()
      if (lost) heal(client)
      lost = false
    })
    line.on('connecting', () => {
      lineLost()
      lost = true
    })
    line.on('disconnected', () => {
      lineLost()
      lost = true
      void refresh().then((token) => {
        if (token) again = setTimeout(() => line.connect(), calmly)
      })
    })
    line.on('publication', ({ data }: { data: unknown }) => {
      if (isPush(data)) applyPush(client, data)
    })
    line.connect()
    const wake = () => document.visibilityState === 'visible' && line.state === 'disconnected' && line.connect()
    document.addEventListener('visibilitychange', wake)
    return () => {
      clearTimeout(again)
      document.removeEventListener('visibilitychange', wake)
      line.removeAllListeners()
      line.disconnect()
      lineEnded()
    }
  }, [client, id])
  return null
}

async function getToken(): Promise<string> {
  const token = await accessToken()
  if (!token) throw new UnauthorizedError('signed out')
  return token
}

function address(): string {
  const url = new URL('/api/v1/live', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}
