// One fetch for every request: it adds the token and the language, renews a refused token once, and turns every
// refusal into a ProblemError.
import { currentLanguage } from '../i18n'
import { observeServerTime } from '../live/serverTime'
import { problemOf, unreachable } from './problem'
import { askProof } from './proof'
import { accessToken, refresh, sessionState } from './session'

/** apiFetch is what the generated client calls. */
export async function apiFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const again = request.clone()
  const response = await send(request, await accessToken())
  if (response.status === 403 && (await problemOf(response)).code === 'reauthentication_required') {
    return checked((await askProof()) ? await send(again, await accessToken()) : response)
  }
  if (response.status !== 401 || sessionState().status !== 'signedIn') return checked(response)
  const renewed = await refresh()
  if (!renewed) return checked(response)
  return checked(await send(again, renewed))
}

async function send(request: Request, token: string | null): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('Accept-Language', currentLanguage())
  if (token) headers.set('Authorization', `Bearer ${token}`)
  try {
    const response = await fetch(new Request(request, { headers, credentials: 'same-origin' }))
    observeServerTime(Date.parse(response.headers.get('Date') ?? ''), Date.now(), false)
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
}

async function checked(response: Response): Promise<Response> {
  if (response.ok || response.status === 304) return response
  throw await problemOf(response)
}
