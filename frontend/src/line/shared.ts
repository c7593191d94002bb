import type { LineEars, LineState, Wake } from './line'

/** Opened is a line that stands or tries to. */
export interface Opened {
  wake(why: Wake): void
  close(): void
}

type Letter =
  | { kind: 'push'; data: unknown }
  | { kind: 'back' }
  | { kind: 'state'; state: LineState }
  | { kind: 'hello' }
  | { kind: 'wake'; why: Wake }

const patience = 5_000
const howOften = 20_000

/**
 * shareLine has one line for all tabs that share a name: the tab that holds the lock opens it and tells the others what it
 * hears; when it is closed, another takes over. The name says whose line it is, so nobody hears what is another person's. A
 * holder that does not answer a tab that is looked at (a phone froze it) loses the lock. Without locks every tab has a line.
 */
export function shareLine(name: string, open: (ears: LineEars) => Opened, ears: LineEars): Opened {
  if (typeof BroadcastChannel === 'undefined' || !navigator.locks) return open(ears)
  const tab = new Tab(name, open, ears)
  return { wake: (why) => tab.wake(why), close: () => tab.close() }
}

class Tab {
  private readonly channel: BroadcastChannel
  private readonly leaving = new AbortController()
  private line: Opened | undefined
  private release: (() => void) | undefined
  private state: LineState = { up: false }
  private heard = false
  private readonly asking: ReturnType<typeof setInterval>
  private answer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly name: string,
    private readonly open: (ears: LineEars) => Opened,
    private readonly ears: LineEars,
  ) {
    this.channel = new BroadcastChannel(name)
    this.channel.addEventListener('message', (event: MessageEvent<Letter>) => this.read(event.data))
    this.queue({ signal: this.leaving.signal })
    this.ask()
    this.asking = setInterval(() => this.ask(), howOften)
  }

  wake(why: Wake) {
    if (this.line) return this.line.wake(why)
    if (why === 'seen' || why === 'slept') {
      this.ears.back()
      this.ask()
    }
    if (why !== 'seen') this.tell({ kind: 'wake', why })
  }

  close() {
    clearInterval(this.asking)
    clearTimeout(this.answer)
    this.leaving.abort()
    this.resign()
    this.channel.close()
  }

  /** queue waits for the lock, and holds it for as long as this tab lives. */
  private queue(options: LockOptions) {
    navigator.locks
      .request(this.name, options, () => this.lead())
      .catch(() => {
        // Another tab took the lock, or this one leaves.
        this.resign()
        if (!this.leaving.signal.aborted) this.queue({ signal: this.leaving.signal })
      })
  }

  private lead(): Promise<void> {
    if (this.leaving.signal.aborted) return Promise.resolve()
    clearTimeout(this.answer)
    this.line = this.open({
      push: (data) => {
        this.tell({ kind: 'push', data })
        this.ears.push(data)
      },
      back: () => {
        this.tell({ kind: 'back' })
        this.ears.back()
      },
      state: (state) => {
        this.tell({ kind: 'state', state })
        this.follow(state)
      },
    })
    return new Promise((done) => {
      this.release = done
    })
  }

  private resign() {
    this.line?.close()
    this.line = undefined
    this.release?.()
    this.release = undefined
  }

  private read(letter: Letter) {
    if (this.line) {
      if (letter.kind === 'hello') this.tell({ kind: 'state', state: this.state })
      if (letter.kind === 'wake') this.line.wake(letter.why)
      return
    }
    clearTimeout(this.answer)
    if (letter.kind === 'push') this.ears.push(letter.data)
    else if (letter.kind === 'back') this.ears.back()
    else if (letter.kind === 'state') this.greeted(letter.state)
  }

  /** greeted takes the state of the line; what was pushed before this tab listened is fetched once. */
  private greeted(state: LineState) {
    const first = state.up && !this.heard
    this.follow(state)
    if (first) this.ears.back()
  }

  private follow(state: LineState) {
    this.heard ||= state.up
    this.state = state
    this.ears.state(state)
  }

  /** ask finds out whether the holder of the lock is awake, while somebody looks at this tab. */
  private ask() {
    if (this.line || document.visibilityState !== 'visible') return
    this.tell({ kind: 'hello' })
    clearTimeout(this.answer)
    this.answer = setTimeout(() => this.queue({ steal: true }), patience)
  }

  private tell(letter: Letter) {
    this.channel.postMessage(letter)
  }
}
