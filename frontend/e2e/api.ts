// What a story asks the server beside the screens, to compare figures.
import type { Kenner, Login } from './kenner'

export type Points = { pending: number; available: number; reserved: number }
export type BoardRow = { rank: number; name: string; score: number; settledScore: number; me: boolean }
export type Award = {
  kind: string
  id: string
  question: string
  state: 'pending' | 'settled'
  points: number
  pendingPoints: number
  taken?: number
  arithmetic: { points: number; steps: { key: string; factor: number; total: number }[] }
}

export class Api {
  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  static async as(k: Kenner, login: Pick<Login, 'email' | 'password'>): Promise<Api> {
    const base = `${k.app}/api/v1`
    const { email, password } = login
    const { accessToken } = await call<{ accessToken: string }>(base, 'POST', '/sessions', { email, password })
    return new Api(base, accessToken)
  }

  /** Somebody who came to the chat and has said nothing yet. */
  static async visitor(k: Kenner, name: string, language: string): Promise<Api> {
    const base = `${k.app}/api/v1`
    const { accessToken } = await call<{ accessToken: string }>(base, 'POST', '/visitors', { name, language })
    return new Api(base, accessToken)
  }

  get = <T>(path: string): Promise<T> => call<T>(this.base, 'GET', path, undefined, this.token)
  put = <T>(path: string, body: unknown): Promise<T> => call<T>(this.base, 'PUT', path, body, this.token)
  post = <T>(path: string, body: unknown): Promise<T> => call<T>(this.base, 'POST', path, body, this.token)
  /** A change of what has a version. */
  change = <T>(path: string, version: number, body: unknown): Promise<T> =>
    call<T>(this.base, 'PATCH', path, body, this.token, { 'If-Match': `"${version}"` })
  patch = <T>(path: string, body: unknown): Promise<T> => call<T>(this.base, 'PATCH', path, body, this.token)

  points = (): Promise<Points> => this.get('/me/points')
  awards = async (): Promise<Award[]> => (await this.get<{ items: Award[] }>('/me/awards')).items
  board = async (around = ''): Promise<BoardRow[]> =>
    (await this.get<{ items: BoardRow[] }>(`/leaderboard?limit=100${around}`)).items
}

/** The awards that have settled by now. */
export async function settledOf(expert: Api): Promise<Set<string>> {
  return new Set((await expert.awards()).filter((award) => award.state === 'settled').map((award) => award.id))
}

/**
 * What settled since, and what is on its way, worked out again from the factors that each award shows. A penalty takes of what is
 * on its way first.
 */
export async function worthOf(expert: Api, before: ReadonlySet<string>): Promise<{ settled: number; pending: number }> {
  const worth = ({ arithmetic }: Award) =>
    Math.round(arithmetic.steps.reduce((sum, step) => sum * step.factor, 1) + 1e-9)
  const sum = (awards: Award[]) => awards.reduce((all, award) => all + worth(award), 0)
  const awards = await expert.awards()
  const fresh = awards.filter((award) => award.state === 'settled' && !before.has(award.id))
  const waiting = awards.filter((award) => award.state === 'pending')
  const taken = waiting.reduce((all, award) => all + (award.taken ?? 0), 0)
  return { settled: sum(fresh) + taken, pending: sum(waiting) - taken }
}

async function call<T>(
  base: string,
  method: string,
  path: string,
  body?: unknown,
  token?: string,
  more?: Record<string, string>,
): Promise<T> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json', ...more }
  if (token) headers.Authorization = `Bearer ${token}`
  const answer = await fetch(base + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}
