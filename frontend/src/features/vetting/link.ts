// Whoever applied is known by the token of their personal link: it stands behind the # of the address, where no server
// and no log sees it, and stays in this tab alone.
import { problemOf, unreachable } from '../../app/problem'
import { currentLanguage } from '../../i18n'

const kept = 'kenner.link'

/** linkToken is the token of the address, or what this tab had before. */
export function linkToken(): string {
  const fromAddress = location.hash.slice(1)
  if (fromAddress) sessionStorage.setItem(kept, fromAddress)
  return fromAddress || (sessionStorage.getItem(kept) ?? '')
}

/** as asks in the name of whoever has the link. */
export function as(token: string) {
  const asCandidate: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const headers = new Headers(request.headers)
    headers.set('Accept-Language', currentLanguage())
    headers.set('Authorization', `Bearer ${token}`)
    let response: Response
    try {
      response = await fetch(new Request(request, { headers, credentials: 'same-origin' }))
    } catch {
      throw unreachable()
    }
    if (!response.ok) throw await problemOf(response)
    return response
  }
  return { fetch: asCandidate }
}
