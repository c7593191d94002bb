import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../app/problem'
import { ErrorNote } from '../../design/ErrorNote'
import { AreaField } from '../../design/fields'
import { useRefusalSentence } from '../../design/words'
import css from './growth.module.css'
import { useTexts } from './i18n'

interface Props {
  /** What the button says, and what it is about for who does not see it. */
  verb: string
  about: string
  send: (reason: string) => Promise<unknown>
  done: () => void
}

/** Because is something that staff do with a reason, which the expert reads. */
export function Because({ verb, about, send, done }: Props) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const [reason, setReason] = useState<string>()
  const act = useMutation<unknown, ProblemError | Error, string>({ mutationFn: send, onSuccess: done })
  if (reason === undefined) {
    return (
      <button type="button" className="btn text small" aria-label={`${verb}: ${about}`} onClick={() => setReason('')}>
        {verb}
      </button>
    )
  }
  const ready = reason.trim() !== '' && !act.isPending
  return (
    <form
      className={css.because}
      aria-label={`${verb}: ${about}`}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) act.mutate(reason.trim())
      }}
    >
      <AreaField
        label={t('because')}
        hint={t('becauseHint')}
        value={reason}
        maxLength={300}
        rows={2}
        onChange={setReason}
      />
      {act.error instanceof ProblemError ? <ErrorNote title={t('refused')}>{sentence(act.error)}</ErrorNote> : null}
      <div className={css.actions}>
        <button type="submit" className="btn small" disabled={!ready}>
          {verb}
        </button>
        <button type="button" className="btn text small" onClick={() => setReason(undefined)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
