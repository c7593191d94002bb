import type { Centrifuge } from 'centrifuge'
import { type Door, type Ears, once, type Rung } from './rung'

const tokenExpired = 109
const pingDelay = 5_000

/** socketRung hears by WebSocket. The token goes in the first frame; the library watches the server's heartbeat. */
export function socketRung(base: string, page: Location): Rung {
  const url = `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${base}/live`
  return { name: 'socket', patience: 6_000, open: (door, ears) => open(url, door, ears) }
}

function open(url: string, door: Door, ears: Ears): () => void {
  let client: Centrifuge | undefined
  const { end, close, over } = once(() => {
    client?.removeAllListeners()
    client?.disconnect()
  }, ears)
  void import('centrifuge').then(({ Centrifuge, UnauthorizedError }) => {
    if (over()) return
    let stood = false
    client = new Centrifuge(url, {
      getToken: async () => {
        const token = await door.token()
        if (!token) throw new UnauthorizedError('signed out')
        return token
      },
      maxServerPingDelay: pingDelay,
    })
    client.on('connected', () => {
      stood = true
      ears.up()
    })
    client.on('publication', ({ data }: { data: unknown }) => ears.push(data))
    client.on('connecting', () => stood && end())
    client.on('error', ({ error }) => {
      if (error.code === tokenExpired) void door.renew().finally(end)
      else end()
    })
    client.on('disconnected', () => void door.renew().finally(end))
    client.connect()
  }, end)
  return close
}
