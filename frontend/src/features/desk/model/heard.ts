// What happened at the workbench, told once: for the ear and for screen readers.

export interface News {
  kind: 'offer' | 'message' | 'nudge'
  /** names what happened, the same in every tab */
  id: string
  seatNo?: number
  /** the number of a message */
  seq?: number
}

interface SeatNow {
  seatNo: number
  conversationId: string
  due?: string
  dueAt?: string
  /** the seq of the customer's newest message; undefined while it is not known */
  last: number | undefined
}

/** Heard remembers what was told, so that nothing is told twice. What it sees first is no news. */
export class Heard {
  private readonly messages = new Map<string, number>()
  private readonly dues = new Map<string, string>()
  private offer: string | undefined

  take(seats: readonly SeatNow[], offer: string | undefined): News[] {
    const news: News[] = []
    if (offer && offer !== this.offer) news.push({ kind: 'offer', id: offer })
    this.offer = offer
    for (const seat of seats) {
      const { conversationId: id, seatNo } = seat
      const seq = this.newMessage(seat)
      if (seq !== undefined) news.push({ kind: 'message', id: `${id}:${seq}`, seatNo, seq })
      if (this.wasNudged(seat)) news.push({ kind: 'nudge', id: `${id}:${seat.dueAt}`, seatNo })
    }
    return news
  }

  private newMessage({ conversationId: id, last }: SeatNow): number | undefined {
    if (last === undefined) return undefined
    const known = this.messages.get(id)
    this.messages.set(id, Math.max(known ?? 0, last))
    return known !== undefined && last > known ? last : undefined
  }

  /** A seat that waited for its nudge and now waits for the end was nudged. */
  private wasNudged({ conversationId: id, due = '' }: SeatNow): boolean {
    const before = this.dues.get(id)
    this.dues.set(id, due)
    return before === 'nudge' && due === 'reoffer'
  }
}
