import { type Door, type Ears, once, type Rung } from './rung'

const wait = 25
const patience = 40_000

interface Polled {
  session: string
  next: number
  fresh: boolean
  pushes: unknown[]
}

/** pollRung asks again and again: the way that works wherever a page can be loaded. The server keeps what falls between. */
export function pollRung(base: string): Rung {
  return { name: 'poll', patience: 12_000, open: (door, ears) => open(`${base}/live/poll`, door, ears) }
}

function open(url: string, door: Door, ears: Ears): () => void {
  let cut = new AbortController()
  const { end, close, over } = once(() => cut.abort(), ears)
  const ask = async (query: string): Promise<Polled | undefined> => {
    const token = await door.token()
    if (!token || over()) return undefined
    cut = new AbortController()
    const timer = setTimeout(() => cut.abort(), patience)
    try {
      const response = await fetch(`${url}?${query}`, {
        headers: { Authorization: `Bearer ${token}` },
        cache: 'no-store',
        credentials: 'omit',
        signal: cut.signal,
      })
      if (response.status === 401) await door.renew()
      return response.ok ? ((await response.json()) as Polled) : undefined
    } finally {
      clearTimeout(timer)
    }
  }
  const listen = async () => {
    let heard = await ask('')
    if (!heard || over()) return
    ears.up()
    for (;;) {
      heard = await ask(`wait=${wait}&session=${heard.session}&after=${heard.next}`)
      // A session that begins anew has missed something: another try catches up.
      if (!heard || heard.fresh || over()) return
      for (const push of heard.pushes) ears.push(push)
    }
  }
  void listen()
    .catch(() => undefined)
    .finally(end)
  return close
}
