import { Line, type LineEars, type LineState } from './line'
import { pollRung } from './poll'
import type { Door } from './rung'
import { type Opened, shareLine } from './shared'
import { socketRung } from './socket'
import { streamRung } from './stream'
import { watchSleep } from './wake'

export type { LineState } from './line'
export type { Door } from './rung'

/** Standing is the line as a person may know it: not there, fetching what was missed, or up. */
export type Standing = 'down' | 'catching' | 'up'

export interface Hearing {
  push(data: unknown): void
  /** fetches what was missed; the line counts as caught up when it is done */
  catchUp(): Promise<unknown>
  standing(standing: Standing): void
}

/** openLine hears the server for one person, with the other tabs of the same person, until it is closed. */
export function openLine(name: string, base: string, door: Door, hearing: Hearing): () => void {
  hearing.standing('down')
  const rungs = [socketRung(base, location), streamRung(base), pollRung(base)]
  const open = (ears: LineEars): Opened => {
    const line = new Line(rungs, door, ears)
    line.open()
    return line
  }
  const line = shareLine(`kenner.line.${name}`, open, catchingUp(hearing))
  const awake = watchSleep((why) => line.wake(why))
  return () => {
    awake()
    line.close()
  }
}

/** catchingUp says so while what was missed is fetched, and that it is done only when the line still stands. */
export function catchingUp(hearing: Hearing): LineEars {
  let state: LineState = { up: false }
  let round = 0
  return {
    push: hearing.push,
    state: (next) => {
      state = next
      if (!next.up) {
        round++
        hearing.standing('down')
      }
    },
    back: () => {
      const mine = ++round
      if (state.up) hearing.standing('catching')
      void hearing
        .catchUp()
        .catch(() => undefined)
        .finally(() => {
          if (mine === round && state.up) hearing.standing('up')
        })
    },
  }
}
