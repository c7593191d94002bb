import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { MemoryRouter } from 'react-router'
import { vi } from 'vitest'
import { apiFetch } from '../app/http'
import { signedOut } from '../app/session'
import { client } from '../client/client.gen'

/** What the network answers to one request: a body, or a problem with its status. */
export type Answer = { status?: number; body?: unknown }

/** A request that a screen sent. */
export interface Sent {
  what: string
  body: unknown
}

/**
 * network stands in for the server at the edge of the process: it answers by
 * method and path, "PUT /settings", and remembers what was sent. A request
 * that nobody foresaw is a 404.
 */
export function network(answers: Record<string, (body: unknown) => Answer>): Sent[] {
  const sent: Sent[] = []
  client.setConfig({ baseUrl: 'http://kenner.test/api/v1', fetch: apiFetch })
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init)
    const what = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`
    const text = await request.text()
    const body: unknown = text ? JSON.parse(text) : undefined
    sent.push({ what, body })
    const { status = 200, body: answer } = answers[what]?.(body) ?? problem(404, 'not_found')
    const type = status < 300 ? 'application/json' : 'application/problem+json'
    return new Response(JSON.stringify(answer), { status, headers: { 'Content-Type': type } })
  })
  return sent
}

/** problem is a refusal as the server words it, with the fields it is about. */
export function problem(status: number, code: string, ...fields: string[]): Answer {
  const errors = fields.map((location) => ({ location, message: `${code} at ${location}` }))
  return { status, body: { type: 'about:blank', title: code, status, code, detail: code, errors } }
}

/** onScreen renders a part of a page in a session of its own, with an empty query cache, at an address. */
export function onScreen(page: ReactElement, address = '/') {
  signedOut(false)
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } })
  const user = userEvent.setup()
  const view = render(
    <QueryClientProvider client={cache}>
      <MemoryRouter initialEntries={[address]}>{page}</MemoryRouter>
    </QueryClientProvider>,
  )
  return { ...view, user, cache }
}
