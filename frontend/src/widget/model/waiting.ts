import type { Conversation, QueueState } from './types'

/** The scale of a wait: where the range lies and where we are, from 0 (asked) to 1. */
export interface WaitScale {
  band: readonly [number, number]
  needle: number
  /** Minutes at the end of the scale. */
  end: number
}

const minute = 60_000

/** Minutes of a range, rounded outwards: nobody is told a second. */
export const minutesOf = (wait: { from: number; to: number }): { from: number; to: number } => ({
  from: Math.floor(wait.from / 60),
  to: Math.max(1, Math.ceil(wait.to / 60)),
})

/**
 * The range counts from when it was told, the scale from when the question was asked: so the needle moves towards the band
 * while one waits, and stays in it when the range was honest.
 */
export function scaleOf(queue: QueueState, toldAt: number, now: number): WaitScale | undefined {
  if (!queue.wait) return undefined
  const asked = Math.min(Date.parse(queue.since), toldAt)
  const told = (toldAt - asked) / minute
  const { from, to } = minutesOf(queue.wait)
  const waited = Math.max(0, now - asked) / minute
  const end = niceEnd(Math.max(told + to, waited) * 1.15)
  return { band: [(told + from) / end, (told + to) / end], needle: Math.min(1, waited / end), end }
}

const nice = [2, 4, 8, 12, 16, 20, 30, 40, 60, 80, 120, 180, 240, 360, 480]

const niceEnd = (minutes: number): number => nice.find((n) => n >= minutes) ?? Math.ceil(minutes / 60) * 60

/** Whether the customer left the question and an answer is promised. */
export const isLeft = (c: Conversation | undefined): boolean => Boolean(c?.queue?.leftAt)

/** When something about the wait changes by time alone: the server is asked again then. */
export function changesAt(queue: QueueState, now: number): number | undefined {
  const moments = [
    queue.canLeave ? undefined : queue.leaveFrom,
    queue.canAskStaff ? undefined : queue.staffFrom,
    queue.opensAt,
    queue.answerBy,
  ]
  const ahead = moments.flatMap((at) => (at ? [Date.parse(at)] : [])).filter((at) => at > now)
  return ahead.length > 0 ? Math.min(...ahead) : undefined
}
