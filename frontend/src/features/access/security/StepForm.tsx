import { type FormEvent, useState } from 'react'
import { completeSignIn } from '../../../client'
import { ErrorNote } from '../../../design/ErrorNote'
import { TextField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { useEntry, useEntryError } from '../useEntry'
import css from './security.module.css'
import { signInByKey } from './signInByKey'
import { useSecurityTexts } from './texts'
import { canPasskey } from './webauthn'

/** Step is what a sign-in still wants. */
export interface Step {
  ticket: string
  methods: string[]
}

interface Props {
  step: Step
  to?: string
  onBack?: () => void
}

/** StepForm is the second half of a sign-in: a passkey, six digits, or a code from paper. */
export function StepForm({ step, to, onBack }: Props) {
  const t = useSecurityTexts()
  const [code, setCode] = useState('')
  const byCode = useEntry(() => completeSignIn({ body: { ticket: step.ticket, code } }), to)
  const byKey = useEntry(() => signInByKey({ ticket: step.ticket }), to)
  const { sentence } = useEntryError(byCode.error ?? byKey.error)
  const keys = step.methods.includes('passkey') && canPasskey()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!byCode.isPending) byCode.mutate(undefined)
  }
  return (
    <form onSubmit={submit} aria-label={t('stepTitle')}>
      <p className="soft" role="status">
        {t('stepText')}
      </p>
      {sentence ? (
        <ErrorNote title={t('failed')} icon="flag">
          {sentence}
        </ErrorNote>
      ) : null}
      {keys ? (
        <button
          type="button"
          className="btn"
          aria-disabled={byKey.isPending}
          onClick={() => !byKey.isPending && byKey.mutate(undefined)}
        >
          <Icon name="lock" /> {t('proofPasskey')}
        </button>
      ) : null}
      <TextField
        label={t('stepCode')}
        hint={t('stepCodeHint')}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20}
        required
        value={code}
        onChange={setCode}
        figure
      />
      <button type="submit" className={keys ? 'btn second' : 'btn'} aria-disabled={byCode.isPending}>
        {t('stepGo')}
      </button>
      <p className={`s quiet ${css.or}`}>
        {t('lost')}
        {onBack ? (
          <button type="button" className="btn text small" onClick={onBack}>
            {t('stepBack')}
          </button>
        ) : null}
      </p>
    </form>
  )
}
