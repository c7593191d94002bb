import { openLine, type Standing } from '../../line'
import type { Push } from './types'

/** What a session needs of the live connection. */
export interface LiveLink {
  start(token: string): void
  stop(): void
}

export interface Hearing {
  push(data: Push): void
  /** The line stands again: reads whatever was missed. */
  catchUp(): Promise<unknown>
  standing(standing: Standing): void
}

/**
 * The live connection of one visitor, opened only when a conversation exists. All tabs that share this frame's storage share it.
 * What was missed is healed from the timeline, so nothing here has to be complete.
 */
export class Live implements LiveLink {
  private stopCurrent: (() => void) | undefined
  private wanted: string | undefined

  constructor(
    private readonly base: string,
    private readonly hearing: Hearing,
  ) {}

  /** Connects with a visitor's token; the same token again changes nothing. */
  start(token: string): void {
    if (this.wanted === token) return
    this.stop()
    this.wanted = token
    const door = { token: async () => token, renew: async () => null }
    this.stopCurrent = openLine(nameOf(token), this.base, door, {
      push: (data) => this.hearing.push(data as Push),
      catchUp: () => this.hearing.catchUp(),
      standing: (standing) => this.hearing.standing(standing),
    })
  }

  stop(): void {
    this.wanted = undefined
    this.stopCurrent?.()
    this.stopCurrent = undefined
  }
}

/** A name for whoever has this token, which says nothing of it. */
function nameOf(token: string): string {
  let hash = 7
  for (const letter of token) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0
  return `visitor.${(hash >>> 0).toString(36)}`
}
