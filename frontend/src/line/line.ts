import { Backoff } from '../keep/backoff'
import type { Door, Rung, RungName } from './rung'

/** LineState: whether pushes come, and by which rung. */
export type LineState = { up: false } | { up: true; by: RungName }

export interface LineEars {
  push(data: unknown): void
  /** the line stands, for the first time or again: what was missed is to be fetched */
  back(): void
  state(state: LineState): void
}

/** Wake is why a line should look up: the network is back or gone, the screen is seen again, the device slept. */
export type Wake = 'online' | 'offline' | 'seen' | 'slept'

const triesPerRung = 2
const firstWait = 300
const longestWait = 15_000
const firstClimb = 10_000
const longestClimb = 600_000

/**
 * Line stays connected by the best rung that works. A rung that fails twice in a row makes room for the next; the last one for
 * the first. From a lower rung it looks for the first one again, later and later, and changes over without a gap.
 */
export class Line {
  private rung = 0
  private tries = 0
  private readonly backoff: Backoff
  private climbs = 0
  private isUp = false
  private closed = false
  private current: (() => void) | undefined
  private climbing: (() => void) | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private climbTimer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly rungs: readonly Rung[],
    private readonly door: Door,
    private readonly ears: LineEars,
    chance: () => number = Math.random,
  ) {
    this.backoff = new Backoff(chance, firstWait, longestWait)
  }

  open() {
    this.attempt()
  }

  close() {
    this.closed = true
    this.drop()
  }

  /** wake acts at once instead of waiting for a timer. */
  wake(why: Wake) {
    if (this.closed) return
    if (why === 'seen') {
      if (this.isUp) this.ears.back()
      else this.again()
    } else if (why === 'offline') {
      this.drop()
      this.tell(false)
      this.later()
    } else {
      this.rung = 0
      this.tell(false)
      this.again()
    }
  }

  private again() {
    this.drop()
    this.tries = 0
    this.backoff.reset()
    this.attempt()
  }

  private attempt() {
    const rung = this.at(this.rung)
    this.current = this.tryOnce(
      rung,
      () => this.stands(rung),
      () => this.failed(),
    )
  }

  /** tryOnce opens a rung; a try that takes too long has failed. */
  private tryOnce(rung: Rung, up: () => void, down: () => void): () => void {
    const close = rung.open(this.door, {
      up: () => {
        clearTimeout(patience)
        up()
      },
      push: (data) => this.ears.push(data),
      down: () => {
        clearTimeout(patience)
        down()
      },
    })
    const end = () => {
      clearTimeout(patience)
      close()
    }
    const patience = setTimeout(() => {
      close()
      down()
    }, rung.patience)
    return end
  }

  private stands(rung: Rung) {
    this.tries = 0
    this.backoff.reset()
    this.isUp = true
    this.ears.state({ up: true, by: rung.name })
    this.ears.back()
    if (this.rung > 0) this.climbLater()
    else this.climbs = 0
  }

  private failed() {
    this.current = undefined
    this.tell(false)
    this.tries++
    if (this.tries >= triesPerRung) {
      this.tries = 0
      this.rung = (this.rung + 1) % this.rungs.length
    }
    this.later()
  }

  private later() {
    this.stopClimbing()
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.attempt(), this.backoff.next())
  }

  private climbLater() {
    this.stopClimbing()
    this.climbTimer = setTimeout(() => this.climb(), Math.min(longestClimb, firstClimb * 2 ** this.climbs))
    this.climbs++
  }

  /** climb tries the first rung beside the one that stands, which ends only when the better one stands too. */
  private climb() {
    const best = this.at(0)
    const end = this.tryOnce(
      best,
      () => {
        if (this.climbing === end) {
          this.current?.()
          this.current = end
          this.climbing = undefined
          this.rung = 0
        }
        this.stands(best)
      },
      () => {
        if (this.climbing === end) this.climbLater()
        else if (this.current === end) this.failed()
      },
    )
    this.climbing = end
  }

  private stopClimbing() {
    clearTimeout(this.climbTimer)
    this.climbing?.()
    this.climbing = undefined
  }

  private drop() {
    clearTimeout(this.timer)
    this.stopClimbing()
    this.current?.()
    this.current = undefined
  }

  private tell(up: false) {
    if (this.isUp) this.ears.state({ up })
    this.isUp = false
  }

  private at(index: number): Rung {
    const rung = this.rungs[index]
    if (!rung) throw new Error('a line needs a rung')
    return rung
  }
}
