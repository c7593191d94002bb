import type { Push } from './types'

/** What a session needs of the live connection. */
export interface LiveLink {
  start(token: string): Promise<void>
  stop(): void
}

export interface Hearing {
  push(data: Push): void
  /** Connected: whatever was missed is to be read now. */
  up(): void
  down(): void
}

/**
 * The live connection of one visitor. The library is fetched only when a conversation exists; reconnection with back-off and
 * jitter is its work. What was missed is healed from the timeline, so nothing here has to be complete.
 */
export class Live implements LiveLink {
  private stopCurrent: (() => void) | undefined
  private wanted: string | undefined

  constructor(
    private readonly url: string,
    private readonly hearing: Hearing,
  ) {}

  /** Connects with a visitor's token; the same token again changes nothing. */
  async start(token: string): Promise<void> {
    if (this.wanted === token) return
    this.stop()
    this.wanted = token
    const { Centrifuge } = await import('centrifuge')
    if (this.wanted !== token) return
    const client = new Centrifuge(this.url, { token, minReconnectDelay: 500, maxReconnectDelay: 20_000 })
    client.on('connected', () => this.hearing.up())
    client.on('connecting', () => this.hearing.down())
    client.on('disconnected', () => this.hearing.down())
    client.on('publication', (context) => this.hearing.push(context.data as Push))
    client.connect()
    this.stopCurrent = () => client.disconnect()
  }

  stop(): void {
    this.wanted = undefined
    this.stopCurrent?.()
    this.stopCurrent = undefined
  }
}

/** Where the live connection of this page's own origin is. */
export const liveUrl = (page: Location): string =>
  `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/api/v1/live`
