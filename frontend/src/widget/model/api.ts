import type { Helped } from './promise'
import type {
  Answer,
  Article,
  Brand,
  Conversation,
  DeviceLink,
  GivenRating,
  Invitation,
  LinkedAnswer,
  Product,
  Rating,
  Reason,
  Solved,
  Summary,
  Timeline,
  Visit,
} from './types'

/** The server said no, in a sentence for the person. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    sentence: string,
    /** The id of what stands in the way. */
    readonly about?: string,
  ) {
    super(sentence)
  }
}

/** Nobody said no: the network or the server was not there, or asked us to come back later. */
export class Later extends Error {
  constructor(
    readonly cause: 'network' | 'busy' | 'limit',
    /** Milliseconds that the server asked us to wait. */
    readonly after?: number,
  ) {
    super(cause)
  }
}

/** The visitor's token is not known any more. */
export class Expired extends Error {}

interface Problem {
  code?: string
  about?: string
  detail?: string
  title?: string
}

interface Call {
  body?: unknown
  key?: string
  signedIn?: boolean
  /** This token and no other; null is none. */
  as?: string | null
  /** Whether it reaches the server says nothing to the person: what they came for is another call. */
  quiet?: boolean
}

const patience = 15_000

const waitOf = (response: Response): number | undefined => {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}

/** Turns an answer that is not a success into what the caller can act on. */
async function refused(response: Response, told: boolean): Promise<Error> {
  const after = waitOf(response)
  if (response.status === 401 && !told) return new Expired()
  if (response.status === 429) return new Later('limit', after ?? 10_000)
  if (response.status >= 500 || response.status === 408 || after !== undefined) return new Later('busy', after)
  const problem = (await response.json().catch(() => ({}))) as Problem
  return new Refusal(response.status, problem.code ?? '', problem.detail ?? problem.title ?? '', problem.about)
}

/** The customer's part of the API. Every method throws Refusal, Later or Expired, and nothing else. */
export class Api {
  /** Resolves when nobody is about to become somebody else. */
  private settled: Promise<void> = Promise.resolve()

  constructor(
    private readonly token: () => string | null,
    /** Hears after every call whether the server could be reached. */
    private readonly reached: (yes: boolean) => void = () => undefined,
    private readonly language: () => string = () => 'en',
    private readonly base = '/api/v1',
  ) {}

  brand = (): Promise<Brand> => this.call('GET', '/brand', { signedIn: false })

  products = async (): Promise<Product[]> =>
    (await this.call<{ items: Product[] }>('GET', '/products', { signedIn: false })).items

  reasons = async (): Promise<Reason[]> =>
    (
      await this.call<{ items: Reason[] }>('GET', `/contact-reasons?language=${this.language()}`, {
        signedIn: false,
      })
    ).items

  visitor = (language: string): Promise<Visit> =>
    this.call('POST', '/visitors', { body: { language }, signedIn: false })

  /** Becomes the customer whom the shop vouches for; `shown` is the visitor's token of before. Others wait meanwhile. */
  identify = (identityToken: string, shown: string | null): Promise<Visit> => {
    const exchange = this.call<Visit>('POST', '/visitors/identify', {
      body: { identityToken, language: this.language() },
      as: shown,
    })
    this.settled = exchange.then(
      () => undefined,
      () => undefined,
    )
    return exchange
  }

  /** Ends a token of this browser. */
  leaveAs = (token: string): Promise<unknown> => this.call('DELETE', '/visitors/current', { as: token })

  link = (): Promise<DeviceLink> => this.call('POST', '/visitors/links', { body: {} })

  arrive = (token: string): Promise<Visit> =>
    this.call('POST', '/visitors/continuations', { body: { token }, signedIn: false })

  conversations = async (): Promise<Summary[]> =>
    (await this.call<{ items: Summary[] }>('GET', '/conversations?limit=5')).items

  conversation = (id: string): Promise<Conversation> => this.call('GET', `/conversations/${id}`)

  ask = (question: Record<string, string>, key: string): Promise<Conversation> =>
    this.call('POST', '/conversations', { body: question, key })

  timeline = (id: string, after: number): Promise<Timeline> =>
    this.call('GET', `/conversations/${id}/timeline?after=${after}&limit=200`)

  write = (id: string, clientId: string, text: string): Promise<{ id: string; seq: number }> =>
    this.call('POST', `/conversations/${id}/messages`, { body: { clientId, text } })

  rewrite = (id: string, messageId: string, text: string): Promise<unknown> =>
    this.call('PATCH', `/conversations/${id}/messages/${messageId}`, { body: { text } })

  erase = (id: string, messageId: string): Promise<unknown> =>
    this.call('DELETE', `/conversations/${id}/messages/${messageId}`)

  flag = (id: string, messageId: string, reason: string): Promise<unknown> =>
    this.call('POST', `/conversations/${id}/flags`, { body: { messageId, reason } })

  read = (id: string, seq: number): Promise<unknown> => this.call('PUT', `/conversations/${id}/read`, { body: { seq } })

  typing = (id: string): Promise<unknown> => this.call('POST', `/conversations/${id}/typing`, { body: {} })

  rate = (id: string, rating: Rating): Promise<GivenRating> =>
    this.call('POST', `/conversations/${id}/ratings`, { body: rating })

  stillSolved = (id: string, solved: Solved): Promise<unknown> =>
    this.call('POST', `/conversations/${id}/still-solved`, { body: { solved } })

  ratingLink = (token: string): Promise<LinkedAnswer> =>
    this.call('POST', '/rating-links/openings', { body: { token }, signedIn: false })

  rateByLink = (token: string, rating: Rating): Promise<unknown> =>
    this.call('POST', '/rating-links/ratings', { body: { ...rating, token }, signedIn: false })

  thank = (id: string, text: string): Promise<unknown> =>
    this.call('POST', `/conversations/${id}/thanks`, { body: { text } })

  askToHelp = (id: string): Promise<Invitation> => this.call('POST', `/conversations/${id}/recruits`)

  declineToHelp = (id: string): Promise<unknown> => this.call('DELETE', `/conversations/${id}/recruits`)

  answer = (followUp: string, helped: Helped): Promise<unknown> =>
    this.call('POST', `/follow-ups/${followUp}/answers`, { body: { helped } })

  confirm = (id: string): Promise<Conversation> => this.call('POST', `/conversations/${id}/confirmations`, { body: {} })

  leave = (id: string): Promise<Conversation> => this.call('POST', `/conversations/${id}/leaves`, { body: {} })

  comeBack = (id: string): Promise<Conversation> => this.call('POST', `/conversations/${id}/returns`, { body: {} })

  askStaff = (id: string): Promise<Conversation> => this.call('POST', `/conversations/${id}/escalations`, { body: {} })

  withdraw = (id: string): Promise<Conversation> =>
    this.call('POST', `/conversations/${id}/closures`, { body: { outcome: 'withdrawn' } })

  answers = async (text: string, language: string, productId: string, most: number): Promise<Answer[]> => {
    const asked = new URLSearchParams({ text, language, most: String(most) })
    if (productId) asked.set('productId', productId)
    return (await this.call<{ items: Answer[] }>('GET', `/answers?${asked}`, { signedIn: false, quiet: true })).items
  }

  /** Keeps what was looked for, with what it shows, and answers its id. */
  keepSearch = async (text: string, language: string, productId: string, most: number): Promise<string> => {
    const body = { text, language, most, ...(productId ? { productId } : {}) }
    return (await this.call<{ id: string }>('POST', '/searches', { body, signedIn: false, quiet: true })).id
  }

  openAnswer = (search: string, articleId: string): Promise<unknown> =>
    this.call('POST', `/searches/${search}/openings`, { body: { articleId }, signedIn: false, quiet: true })

  endSearch = (search: string, outcome: 'solved' | 'asked', articleId?: string): Promise<unknown> =>
    this.call('POST', `/searches/${search}/outcomes`, { body: { outcome, articleId }, signedIn: false, quiet: true })

  article = (id: string): Promise<Article> =>
    this.call('GET', `/published-articles/${id}`, { signedIn: false, quiet: true })

  vote = (articleId: string, helped: boolean): Promise<unknown> =>
    this.call('PUT', `/published-articles/${articleId}/vote`, { body: { helped }, quiet: true })

  private async call<T>(method: string, path: string, call: Call = {}): Promise<T> {
    const { body, key, as, quiet, signedIn = true } = call
    if (signedIn && as === undefined) await this.settled
    const headers: Record<string, string> = { 'Accept-Language': this.language() }
    const token = as === undefined ? this.token() : as
    if (signedIn && token) headers.Authorization = `Bearer ${token}`
    if (key) headers['Idempotency-Key'] = key
    if (body !== undefined) headers['Content-Type'] = 'application/json'
    const response = await this.reach(method, path, headers, body, quiet)
    // Whoever asked became somebody else meanwhile, with another token.
    if (signedIn && as === undefined && (response.status === 401 || response.status === 404)) {
      await this.settled
      if (token && this.token() && this.token() !== token) return this.call(method, path, call)
    }
    if (!response.ok) throw await refused(response, as !== undefined)
    if (response.status === 204) return undefined as T
    return (await response.json()) as T
  }

  private async reach(
    method: string,
    path: string,
    headers: Record<string, string>,
    body: unknown,
    quiet = false,
  ): Promise<Response> {
    try {
      const response = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'omit',
        signal: AbortSignal.timeout(patience),
      })
      if (!quiet) this.reached(true)
      return response
    } catch {
      if (!quiet) this.reached(false)
      throw new Later('network')
    }
  }
}
