import { afterEach, expect, test, vi } from 'vitest'
import { apiFetch } from './http'
import { ProblemError } from './problem'
import { refresh, sessionState, signedOut, signIn } from './session'

const actor = { id: 'exp_1', role: 'expert', name: 'Marit', language: 'en' } as const
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()

/** server answers each path with the responses given, in order; the last one stays. */
function server(answers: Record<string, (() => Response)[]>) {
  const seen: { path: string; token: string | null }[] = []
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(
      new URL(input instanceof Request ? input.url : String(input), 'http://localhost'),
      init ?? (input as Request),
    )
    const path = new URL(request.url).pathname
    seen.push({ path, token: (input instanceof Request ? input : request).headers.get('Authorization') })
    const left = answers[path] ?? []
    const answer = left.length > 1 ? left.shift() : left[0]
    if (!answer) throw new TypeError('unreachable')
    return answer()
  })
  return seen
}

const signed = (token: string) => () => Response.json({ accessToken: token, expiresAt: inSeconds(900), actor })
const refused = () => Response.json({ code: 'unauthenticated', title: 'Sign in', status: 401 }, { status: 401 })

afterEach(() => {
  signedOut(false)
  vi.unstubAllGlobals()
})

test('who never signed in here is signed out without asking the server', async () => {
  const seen = server({ '/api/v1/sessions/refresh': [signed('fresh')] })
  expect(await refresh()).toBeNull()
  expect(sessionState().status).toBe('signedOut')
  expect(seen).toHaveLength(0)
})

test('several callers share one refresh', async () => {
  const seen = server({ '/api/v1/sessions/refresh': [signed('fresh')] })
  expect(await Promise.all([refresh(), refresh(), refresh()])).toEqual(['fresh', 'fresh', 'fresh'])
  expect(seen).toHaveLength(1)
})

test('a refused token is renewed once and the request sent again', async () => {
  signIn({ accessToken: 'old', expiresAt: inSeconds(900), actor })
  const seen = server({
    '/api/v1/me': [refused, () => Response.json({ id: 'exp_1' })],
    '/api/v1/sessions/refresh': [signed('new')],
  })
  const response = await apiFetch('http://localhost/api/v1/me')
  expect(response.status).toBe(200)
  expect(seen.filter((call) => call.path === '/api/v1/me').map((call) => call.token)).toEqual([
    'Bearer old',
    'Bearer new',
  ])
})

test('without a cookie one is signed out; while the server is down one is not', async () => {
  server({ '/api/v1/sessions/refresh': [refused] })
  await refresh()
  expect(sessionState().status).toBe('signedOut')
  signIn({ accessToken: 'kept', expiresAt: inSeconds(900), actor })
  server({})
  expect(await refresh()).toBe('kept')
  expect(sessionState().status).toBe('signedIn')
})

test('a refusal carries its code and the sentences of its fields', async () => {
  const problem = {
    code: 'invalid',
    title: 'Look again',
    status: 422,
    errors: [{ location: '/boxes/name', message: 'Too long.' }],
  }
  server({ '/api/v1/products': [() => Response.json(problem, { status: 422 })] })
  const error = await apiFetch('http://localhost/api/v1/products').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProblemError)
  expect((error as ProblemError).code).toBe('invalid')
  expect((error as ProblemError).fieldErrors).toEqual({ name: 'Too long.' })
})

test('another tab signed in: this one follows, and is left alone when it is the same person', async () => {
  const seen = server({ '/api/v1/sessions/refresh': [signed('fresh')] })
  const tab = new BroadcastChannel('kenner.session')
  tab.postMessage({ signedIn: actor.id })
  await vi.waitFor(() => expect(sessionState().status).toBe('signedIn'))
  tab.postMessage({ signedIn: actor.id })
  tab.postMessage('signedOut')
  await vi.waitFor(() => expect(sessionState().status).toBe('signedOut'))
  expect(seen).toHaveLength(1)
  tab.close()
})

test('a tab that belonged to another person begins anew', () => {
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  signIn({ accessToken: 'marit', expiresAt: inSeconds(900), actor })
  signIn({ accessToken: 'marit, renewed', expiresAt: inSeconds(900), actor })
  expect(reload).not.toHaveBeenCalled()
  signIn({ accessToken: 'joost', expiresAt: inSeconds(900), actor: { ...actor, id: 'exp_2' } })
  expect(reload).toHaveBeenCalledOnce()
  reload.mockRestore()
})
