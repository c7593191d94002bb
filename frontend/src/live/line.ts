import { Centrifuge, UnauthorizedError } from 'centrifuge'
import { accessToken, refresh } from '../app/session'
import { isPush, type Push } from './push'
import { lineEnded, lineLost, lineUp } from './status'

const calmly = 2_000

interface Ears {
  push: (push: Push) => void
  /** the line was down and is back: what was missed must be fetched */
  back: () => void
}

/** openLine connects to the server's live line and stays connected until it is closed. The token goes in the first frame. */
export function openLine({ push, back }: Ears): () => void {
  const line = new Centrifuge(address(), { getToken, minReconnectDelay: 300, maxReconnectDelay: 8_000 })
  let lost = false
  let again: ReturnType<typeof setTimeout> | undefined
  const down = () => {
    lineLost()
    lost = true
  }
  line.on('connected', () => {
    lineUp()
    if (lost) back()
    lost = false
  })
  line.on('connecting', down)
  line.on('disconnected', () => {
    down()
    void refresh().then((token) => {
      if (token) again = setTimeout(() => line.connect(), calmly)
    })
  })
  line.on('publication', ({ data }: { data: unknown }) => {
    if (isPush(data)) push(data)
  })
  line.connect()
  const wake = () => {
    if (document.visibilityState === 'visible' && line.state === 'disconnected') line.connect()
  }
  document.addEventListener('visibilitychange', wake)
  return () => {
    clearTimeout(again)
    document.removeEventListener('visibilitychange', wake)
    line.removeAllListeners()
    line.disconnect()
    lineEnded()
  }
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
