import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { ProblemError } from '../../app/problem'
import { type Signed, signIn } from '../../app/session'
import { useRefusalSentence } from '../../design/words'
import { useAccessTexts } from './i18n'
import type { Step } from './security/StepForm'
import { leftAlone } from './security/webauthn'

/** useEntry is any way in: it sends, takes the session, and goes where the person wanted to go. */
export function useEntry<Body>(send: (body: Body) => Promise<Signed>, to = '/') {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: (signed) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'brand' })
      signIn(signed)
      const told = signed.recoveryAt ? '/security' : to
      void navigate(signed.factorNeeded ? '/secure' : told, { replace: true })
    },
  })
}

/** stepOf is what a sign-in still wants, when the password was right and there is a second factor. */
export function stepOf(error: Error | null): Step | undefined {
  if (!(error instanceof ProblemError) || error.code !== 'second_factor') return undefined
  const { ticket = '', methods = [] } = error.problem
  return { ticket, methods }
}

/** useEntryError puts a refused way in into words: the sentence, and those of single fields. */
export function useEntryError(error: Error | null): { sentence?: string; fields: Record<string, string> } {
  const t = useAccessTexts()
  const say = useRefusalSentence()
  if (!error || leftAlone(error)) return { fields: {} }
  if (!(error instanceof ProblemError)) return { sentence: error.message, fields: {} }
  if (error.status === 0) return { sentence: t('unreachable'), fields: {} }
  if (error.code === 'invalid_credentials') return { sentence: t('wrong'), fields: {} }
  const fields = error.fieldErrors
  return Object.keys(fields).length > 0 ? { fields } : { sentence: say(error), fields }
}

/** tokenOfAddress is the one-time token after #: it never reaches a server log. Both `#token` and `#token=…` are read. */
export function tokenOfAddress(hash: string): string {
  return decodeURIComponent(hash.replace(/^#/, '').replace(/^token=/, ''))
}
