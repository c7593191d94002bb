import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'react-router'
import { acceptInvitation, type Invited, lookUpInvitation } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { TextField } from '../../design/fields'
import { Skeleton } from '../../design/Skeleton'
import { CookieNote, Door } from './Door'
import { useAccessTexts } from './i18n'
import { Doors } from './providers/Doors'
import { Closed } from './SetupPage'
import { StepForm } from './security/StepForm'
import { useSecurityTexts } from './security/texts'
import { stepOf, tokenOfAddress, useEntry, useEntryError } from './useEntry'

/** InvitePage turns a one-time link into a password: for somebody new, or somebody who lost theirs. */
export function InvitePage() {
  const t = useAccessTexts()
  const token = tokenOfAddress(useLocation().hash)
  const invited = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => lookUpInvitation({ body: { token } }),
    enabled: token !== '',
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (token === '' || invited.error) return <Closed title={t('inviteGoneTitle')} text={t('inviteGone')} />
  if (!invited.data) {
    return (
      <main className="alone">
        <Skeleton awaited={t('looking')} />
      </main>
    )
  }
  return <Welcome invited={invited.data} token={token} />
}

function Welcome({ invited, token }: { invited: Invited; token: string }) {
  const t = useAccessTexts()
  const s = useSecurityTexts()
  const [password, setPassword] = useState('')
  const entry = useEntry(() => acceptInvitation({ body: { token, password } }))
  const { sentence, fields } = useEntryError(entry.error)
  const step = stepOf(entry.error)
  const [name, brand] = [invited.name.split(' ')[0] ?? invited.name, invited.brandName]
  const isReset = invited.purpose === 'reset'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!entry.isPending) entry.mutate(undefined)
  }
  if (step) {
    return (
      <Door title={s('stepTitle')} text={s('stepText')}>
        <StepForm step={step} />
      </Door>
    )
  }
  return (
    <Door
      title={isReset ? t('resetTitle', { name }) : t('inviteTitle', { name })}
      text={isReset ? t('resetText', { brand }) : t('inviteText', { brand })}
    >
      <form onSubmit={submit}>
        {sentence ? (
          <ErrorNote title={t('notSentTitle')} icon="flag">
            {sentence}
          </ErrorNote>
        ) : null}
        <TextField
          label={t('email')}
          type="email"
          autoComplete="username"
          readOnly
          value={invited.email}
          onChange={() => undefined}
        />
        <TextField
          label={t('newPassword')}
          hint={t('passwordHint')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={password}
          onChange={setPassword}
          error={fields.password}
        />
        <button type="submit" className="btn" aria-disabled={entry.isPending}>
          {entry.isPending ? t('accepting') : t('accept')}
        </button>
        {isReset ? null : <Doors invitation={token} />}
      </form>
      <CookieNote />
    </Door>
  )
}
