// The candidate is known by the token of their personal link, never by a session: it stands behind the # of the
// address, and stays in this tab alone.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { problemOf, unreachable } from '../../../app/problem'
import {
  type Audition,
  beginPlay,
  beginWarmUp,
  getMyAudition,
  handInWarmUp,
  keepWarmUpAnswers,
  openMyAudition,
  sayInPlay,
  type WarmUpAnswer,
} from '../../../client'
import { currentLanguage } from '../../../i18n'
import { observeServerTime } from '../../../live/serverTime'

const kept = 'kenner.link'

/** linkToken is the token of the personal link: of the address, or what this tab had before. */
export function linkToken(): string {
  const fromAddress = location.hash.slice(1)
  if (fromAddress) sessionStorage.setItem(kept, fromAddress)
  return fromAddress || (sessionStorage.getItem(kept) ?? '')
}

/** as asks in the name of whoever has the link. */
function as(token: string) {
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

const key = ['myAudition'] as const

function seen(audition: Audition): Audition {
  observeServerTime(audition.now, Date.now(), true)
  return audition
}

/** auditionQuery is the newest audition of the link, looked at again when the customer may say something. */
export function auditionQuery(token: string) {
  return queryOptions({
    queryKey: [...key, token],
    queryFn: async () => seen(await getMyAudition(as(token))),
    enabled: token !== '',
  })
}

export type Step =
  | { kind: 'open' }
  | { kind: 'beginWarmUp' }
  | { kind: 'keep'; answers: WarmUpAnswer[] }
  | { kind: 'handIn'; answers: WarmUpAnswer[] }
  | { kind: 'begin'; no: number }
  | { kind: 'say'; no: number; clientId: string; text: string }

function take(token: string, step: Step): Promise<Audition> {
  const by = as(token)
  switch (step.kind) {
    case 'open':
      return openMyAudition(by)
    case 'beginWarmUp':
      return beginWarmUp(by)
    case 'keep':
      return keepWarmUpAnswers({ ...by, body: { answers: step.answers } })
    case 'handIn':
      return handInWarmUp({ ...by, body: { answers: step.answers } })
    case 'begin':
      return beginPlay({ ...by, path: { no: step.no } })
    case 'say':
      return sayInPlay({ ...by, path: { no: step.no }, body: { clientId: step.clientId, text: step.text } })
  }
}

/** useStep does one step; its answer is the audition as it is then. */
export function useStep(token: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: Step) => take(token, step),
    onSuccess: (audition) => queries.setQueryData([...key, token], seen(audition)),
    onError: () => queries.invalidateQueries({ queryKey: [...key, token] }),
  })
}

/** minutesOf writes seconds as 9:05. */
export function minutesOf(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds))
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
}
