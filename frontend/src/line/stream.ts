import { type Door, type Ears, once, type Rung } from './rung'

const silence = 25_000 // the server is heard every fifteen seconds

/** streamRung hears by server-sent events, read with fetch: the token goes in a header. */
export function streamRung(base: string): Rung {
  return { name: 'stream', patience: 6_000, open: (door, ears) => open(`${base}/live/sse`, door, ears) }
}

function open(url: string, door: Door, ears: Ears): () => void {
  const cut = new AbortController()
  let watch: ReturnType<typeof setTimeout> | undefined
  const { end, close, over } = once(() => {
    clearTimeout(watch)
    cut.abort()
  }, ears)
  const alive = () => {
    clearTimeout(watch)
    watch = setTimeout(end, silence)
  }
  const listen = async () => {
    const token = await door.token()
    if (!token || over()) return
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
      cache: 'no-store',
      credentials: 'omit',
      signal: cut.signal,
    })
    if (response.status === 401) await door.renew()
    if (!response.ok || !response.body) return
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const read = messages()
    for (;;) {
      alive()
      const { done, value } = await reader.read()
      if (done || over()) return
      for (const { event, data } of read(value)) {
        if (event === 'up') ears.up()
        else if (data) ears.push(JSON.parse(data))
      }
    }
  }
  void listen()
    .catch(() => undefined)
    .finally(end)
  return close
}

export interface Message {
  event: string
  data: string
}

/** messages reads a stream piece by piece, wherever it was cut; a comment is a heartbeat and no message. */
export function messages(): (piece: string) => Message[] {
  let rest = ''
  return (piece) => {
    const parts = (rest + piece.replaceAll('\r', '')).split('\n\n')
    rest = parts.pop() ?? ''
    return parts.map(messageOf).filter((message) => message.event !== '' || message.data !== '')
  }
}

function messageOf(lines: string): Message {
  const message: Message = { event: '', data: '' }
  for (const line of lines.split('\n')) {
    if (line.startsWith('event:')) message.event = line.slice('event:'.length).trim()
    else if (line.startsWith('data:')) message.data += line.slice('data:'.length).trim()
  }
  return message
}
