import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ProblemError } from '../../../app/problem'
import { changePassword } from '../../../client'
import { TextField } from '../../../design/fields'
import { useRefusalSentence } from '../../../design/words'
import { Failed } from './Failed'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** PasswordPart changes the password; everybody else who used the old one is out. */
export function PasswordPart() {
  const t = useSecurityTexts()
  const say = useRefusalSentence()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => changePassword({ body: { current, next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
    },
  })
  const refused = change.error instanceof ProblemError ? change.error : undefined
  const fields = refused?.fieldErrors ?? {}
  const known = refused && Object.keys(fields).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!change.isPending) change.mutate()
  }
  return (
    <section className={css.part} aria-label={t('password')}>
      <div>
        <h2>{t('password')}</h2>
        <p className="s quiet">{t('passwordText')}</p>
      </div>
      <form className={css.form} onSubmit={submit}>
        <TextField
          label={t('passwordNow')}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={setCurrent}
          error={refused && fields.current ? say(refused) : undefined}
        />
        <TextField
          label={t('passwordNext')}
          type="password"
          autoComplete="new-password"
          minLength={12}
          required
          value={next}
          onChange={setNext}
          error={refused && fields.next ? say(refused) : undefined}
        />
        {known ? null : <Failed error={change.error} />}
        <div className="row">
          <button type="submit" className="btn second" aria-disabled={change.isPending}>
            {t('passwordChange')}
          </button>
          <span className="s soft" role="status">
            {change.isSuccess ? t('passwordChanged') : ''}
          </span>
        </div>
      </form>
    </section>
  )
}
