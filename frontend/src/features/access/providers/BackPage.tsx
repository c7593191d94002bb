import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { refresh, type Signed, signIn } from '../../../app/session'
import { linkProvider, proveByProvider, signInByProvider } from '../../../client'
import { ErrorNote } from '../../../design/ErrorNote'
import { Door } from '../Door'
import { Failed } from '../security/Failed'
import { StepForm } from '../security/StepForm'
import { useSecurityTexts } from '../security/texts'
import { stepOf } from '../useEntry'
import { type Errand, errandOf } from './errand'
import { useProviderTexts } from './texts'

interface Answer {
  errand: Errand
  body?: { provider: string; state: string; code: string; iss?: string }
}

/** The answer in the address, which is taken out of it at once: nobody finds it in the history. */
function takeAnswer(provider: string): Answer {
  const query = new URLSearchParams(location.search)
  const [state, code, iss] = [query.get('state') ?? '', query.get('code') ?? '', query.get('iss') ?? undefined]
  const errand = errandOf(state)
  history.replaceState(history.state, '', location.pathname)
  if (!state || !code) return { errand }
  return { errand, body: { provider, state, code, ...(iss ? { iss } : {}) } }
}

/** BackPage is where a provider sends people back to. What it says is never shown: it is anybody's to write into an address. */
export function BackPage() {
  const t = useProviderTexts()
  const s = useSecurityTexts()
  const { provider = '' } = useParams()
  const cameBack = useRef(location.search !== '')
  const [{ errand, body }] = useState(() => takeAnswer(provider))
  const navigate = useNavigate()
  const cache = useQueryClient()
  const come = useMutation({
    mutationFn: async (): Promise<Signed | undefined> => {
      if (!body) return undefined
      if (errand.purpose === 'signIn') return signInByProvider({ body })
      await refresh()
      if (errand.purpose === 'link') await linkProvider({ body })
      else await proveByProvider({ body })
      return undefined
    },
    onSuccess: (signed) => {
      if (!body) return
      if (signed) {
        cache.removeQueries({ predicate: (query) => query.queryKey[0] !== 'brand' })
        signIn(signed)
      }
      void navigate(signed?.factorNeeded ? '/secure' : errand.to, { replace: true })
    },
  })
  const { mutate } = come
  const sent = useRef(false)
  useEffect(() => {
    if (!body || sent.current) return
    sent.current = true
    mutate()
  }, [body, mutate])
  const step = stepOf(come.error)
  if (step) {
    return (
      <Door title={s('stepTitle')}>
        <StepForm step={step} to={errand.to} />
      </Door>
    )
  }
  const failed = !body || come.isError
  const inside = errand.purpose !== 'signIn'
  return (
    <Door
      title={failed ? t(inside ? 'backUnchanged' : 'backOutside') : t('backTitle')}
      text={failed ? undefined : t('backText')}
    >
      {body ? null : (
        <ErrorNote title={t('backFailed')} icon="flag">
          {cameBack.current ? t('backCancelled') : t('backNoAnswer')}
        </ErrorNote>
      )}
      <Failed error={come.error} />
      {failed ? (
        <Link className="btn" to={inside ? '/security' : '/sign-in'}>
          {inside ? t('toSecurity') : t('toSignIn')}
        </Link>
      ) : null}
    </Door>
  )
}
