/** Ticket is what a draw knows about an entry. */
export interface Ticket {
  id: string
  half: boolean
  senior: boolean
}

/** sha256 of a text, as hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** numberOf is what an entry draws: below 2^256, and of half an entry the square of it. */
async function numberOf(seed: string, ticket: Ticket): Promise<bigint> {
  const number = BigInt(`0x${await sha256(seed + ticket.id)}`)
  return ticket.half ? (number * number) >> 256n : number
}

/** drawAgain makes a draw as the server does: the highest number first, and the reserve to the first seniors. */
export async function drawAgain<T extends Ticket>(seed: string, tickets: T[], reserve: number): Promise<T[]> {
  const numbered = await Promise.all(tickets.map(async (ticket) => ({ ticket, number: await numberOf(seed, ticket) })))
  numbered.sort((a, b) => compare(b.number, a.number) || compare(a.ticket.id, b.ticket.id))
  const order = numbered.map(({ ticket }) => ticket)
  const first = order.filter((ticket) => ticket.senior).slice(0, reserve)
  return [...first, ...order.filter((ticket) => !first.includes(ticket))]
}

function compare<V extends bigint | string>(a: V, b: V): number {
  return a < b ? -1 : a > b ? 1 : 0
}
