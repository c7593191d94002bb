import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Navigate, useLocation } from 'react-router'
import { useSession } from '../../app/session'
import { getSetup, signIn } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { brandQuery } from '../../queries'
import { CookieNote, Door } from './Door'
import { useAccessTexts } from './i18n'
import { Doors } from './providers/Doors'
import { StepForm } from './security/StepForm'
import { signInByKey } from './security/signInByKey'
import { useSecurityTexts } from './security/texts'
import { useKeySuggestion } from './security/useKeySuggestion'
import { canPasskey } from './security/webauthn'
import { stepOf, useEntry, useEntryError } from './useEntry'

/** SignInPage lets a person in and brings them where they wanted to be. */
export function SignInPage() {
  const t = useAccessTexts()
  const to = whereTo(useLocation().state)
  const session = useSession()
  const brand = useQuery({ ...brandQuery, retry: false }).data
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => getSetup(), retry: false }).data
  if (session.status === 'signedIn') return <Navigate to={to} replace />
  if (setup?.needed) return <Navigate to="/setup" replace />
  return (
    <Door title={brand ? t('signInTo', { brand: brand.name }) : t('signIn')}>
      <SignInForm to={to} />
      <CookieNote />
      <p className="s quiet">{t('forgot')}</p>
    </Door>
  )
}

function SignInForm({ to }: { to: string }) {
  const t = useAccessTexts()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const s = useSecurityTexts()
  const entry = useEntry(() => signIn({ body: { email: email.trim(), password } }), to)
  const byKey = useEntry(() => signInByKey(), to)
  const suggested = useEntry(signInByKey, to)
  useKeySuggestion(suggested.mutate)
  const { sentence, fields } = useEntryError(entry.error ?? byKey.error ?? suggested.error)
  const step = stepOf(entry.error)
  if (step) return <StepForm step={step} to={to} onBack={entry.reset} />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!entry.isPending) entry.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      {sentence ? (
        <ErrorNote title={t('notSentTitle')} icon="flag">
          {sentence}
        </ErrorNote>
      ) : null}
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username webauthn"
        required
        value={email}
        onChange={setEmail}
        error={fields.email}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
        error={fields.password}
      />
      <button type="submit" className="btn" aria-disabled={entry.isPending}>
        {entry.isPending ? t('signingIn') : t('signIn')}
      </button>
      {canPasskey() ? (
        <button
          type="button"
          className="btn second"
          aria-disabled={byKey.isPending}
          onClick={() => !byKey.isPending && byKey.mutate(undefined)}
        >
          <Icon name="lock" /> {s('orPasskey')}
        </button>
      ) : null}
      <Doors to={to} />
    </form>
  )
}

function whereTo(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : undefined
  return typeof from === 'string' && from.startsWith('/') && !from.startsWith('//') ? from : '/'
}
