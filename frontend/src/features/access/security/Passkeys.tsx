import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addPasskey, type Passkey, removePasskey, startPasskey } from '../../../client'
import { TextField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { dayAndYear } from '../../../i18n/format'
import { Failed } from './Failed'
import { lookAgain } from './queries'
import css from './security.module.css'
import { useSecurityTexts } from './texts'
import { canPasskey, makePasskey } from './webauthn'

/** Passkeys lists the person's keys and makes new ones. `onCodes` gets the recovery codes that come with the first factor. */
export function Passkeys({ all, onCodes }: { all: Passkey[]; onCodes: (codes: string[]) => void }) {
  const t = useSecurityTexts()
  return (
    <section className={css.part} aria-label={t('passkeys')}>
      <div>
        <h2>{t('passkeys')}</h2>
        <p className="s quiet">{t('passkeysText')}</p>
      </div>
      {all.length > 0 ? (
        <ul className={css.rows}>
          {all.map((key) => (
            <KeyRow key={key.id} passkey={key} />
          ))}
        </ul>
      ) : null}
      {canPasskey() ? (
        <AddKey first={all.length === 0} onCodes={onCodes} />
      ) : (
        <p className="s soft">{t('passkeyCannot')}</p>
      )}
    </section>
  )
}

function KeyRow({ passkey }: { passkey: Passkey }) {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => removePasskey({ path: { id: passkey.id } }),
    onSuccess: () => lookAgain(cache),
  })
  const used = passkey.usedAt ? t('passkeyUsed', { date: dayAndYear(passkey.usedAt) }) : t('passkeyNever')
  const facts = [
    t('passkeyMade', { date: dayAndYear(passkey.createdAt) }),
    used,
    passkey.backedUp ? t('passkeySynced') : '',
  ]
  return (
    <li>
      <div className={css.row}>
        <Icon name="lock" />
        <div className="grow">
          <b>{passkey.name}</b>
          <div className="s soft">{facts.filter(Boolean).join(' · ')}</div>
        </div>
        <button
          type="button"
          className="btn text small"
          aria-label={t('passkeyRemoveOf', { name: passkey.name })}
          aria-expanded={asking}
          onClick={() => setAsking(!asking)}
        >
          {t('remove')}
        </button>
      </div>
      {asking ? (
        <Asking text={t('passkeyRemoveText')} error={remove.error} onYes={() => remove.mutate()} onNo={setAsking} />
      ) : null}
    </li>
  )
}

interface AskingProps {
  text: string
  /** The verb on the button, when it is not "Remove". */
  verb?: string
  error: Error | null
  onYes: () => void
  onNo: (asking: false) => void
}

/** Asking makes sure, in place, before something is taken away. */
export function Asking({ text, verb, error, onYes, onNo }: AskingProps) {
  const t = useSecurityTexts()
  return (
    <div className={css.asking}>
      <p className="s">{text}</p>
      <Failed error={error} />
      <div className="row">
        <button type="button" className="btn small" onClick={onYes}>
          {verb ?? t('remove')}
        </button>
        <button type="button" className="btn second small" onClick={() => onNo(false)}>
          {t('keep')}
        </button>
      </div>
    </div>
  )
}

function AddKey({ first, onCodes }: { first: boolean; onCodes: (codes: string[]) => void }) {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const [name, setName] = useState<string>()
  const add = useMutation({
    mutationFn: async (called: string) => {
      const question = await startPasskey()
      const answer = await makePasskey(question.options)
      return addPasskey({ body: { challenge: question.challenge, answer, name: called } })
    },
    onSuccess: (made) => {
      setName(undefined)
      void lookAgain(cache)
      if (made.recoveryCodes.length > 0) onCodes(made.recoveryCodes)
    },
  })
  if (name === undefined) {
    return (
      <div>
        <button type="button" className={first ? 'btn' : 'btn second'} onClick={() => setName(t('passkeyHere'))}>
          <Icon name="plus" /> {t('passkeyAdd')}
        </button>
      </div>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate(name.trim() || t('passkeyHere'))
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <TextField
        label={t('passkeyName')}
        hint={t('passkeyNameHint')}
        maxLength={80}
        value={name}
        onChange={setName}
        autoComplete="off"
      />
      <Failed error={add.error} />
      <div className="row">
        <button type="submit" className="btn" aria-disabled={add.isPending}>
          {t('passkeyAdd')}
        </button>
        <button type="button" className="btn second" onClick={() => setName(undefined)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
