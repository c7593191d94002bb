import { type Door, type Ears, once, type Rung } from './rung'

// What the server's hub speaks: one JSON object a line, of which this needs five. Its own library would be a third of the widget.
interface Frame {
  push?: { pub?: { data: unknown } }
  connect?: { ping?: number; ttl?: number }
  refresh?: { ttl?: number }
  error?: { code: number }
}

/** frameOf reads one line; nothing when it is no frame of the hub. */
function frameOf(line: string): Frame | undefined {
  try {
    const frame: unknown = JSON.parse(line)
    return typeof frame === 'object' && frame !== null && !Array.isArray(frame) ? frame : undefined
  } catch {
    return undefined
  }
}

const pingDelay = 5_000
const usualPing = 25
const refreshAhead = 15
const longestTimer = 86_400
const stayAway = 3_500 // and above: this token will never be let in

/** socketRung hears by WebSocket. The token goes in the first frame, and a line without a heartbeat is dead. */
export function socketRung(base: string, page: Location): Rung {
  const url = `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}${base}/live`
  return { name: 'socket', patience: 6_000, open: (door, ears) => open(url, door, ears) }
}

function open(url: string, door: Door, ears: Ears): () => void {
  let socket: WebSocket | undefined
  let watch: ReturnType<typeof setTimeout> | undefined
  let renewal: ReturnType<typeof setTimeout> | undefined
  let silence = usualPing * 1_000
  const { end, close, over } = once(() => {
    clearTimeout(watch)
    clearTimeout(renewal)
    socket?.close()
  }, ears)
  const say = (frame: object) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
  }
  const alive = () => {
    clearTimeout(watch)
    watch = setTimeout(end, silence + pingDelay)
  }
  const renewIn = (ttl: number | undefined) => {
    clearTimeout(renewal)
    if (!ttl || ttl > longestTimer) return
    const renew = () => void door.token().then((token) => (token ? say({ id: 2, refresh: { token } }) : end()), end)
    renewal = setTimeout(renew, Math.max(1, ttl - refreshAhead) * 1_000)
  }
  const hear = (frame: Frame) => {
    if (frame.error) void door.renew().then(end, end)
    else if (frame.connect) {
      silence = (frame.connect.ping ?? usualPing) * 1_000
      alive()
      renewIn(frame.connect.ttl)
      ears.up()
    } else if (frame.refresh) renewIn(frame.refresh.ttl)
    else if (frame.push?.pub) ears.push(frame.push.pub.data)
    else if (!frame.push) say({})
  }
  void door.token().then((token) => {
    if (over()) return
    if (!token) return end()
    socket = new WebSocket(url)
    socket.onopen = () => say({ id: 1, connect: { token } })
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      alive()
      for (const line of data.split('\n')) {
        if (!line || over()) continue
        const frame = frameOf(line)
        if (frame) hear(frame)
        else end() // something on the way speaks in the server's place
      }
    }
    socket.onerror = end
    socket.onclose = ({ code }) => {
      if (code >= stayAway) void door.renew().then(end, end)
      else end()
    }
  }, end)
  return close
}
