import { type FormEvent, useState } from 'react'
import { raiseFlag } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, SelectField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import css from './flag.module.css'
import { useFlagTexts } from './i18n'

const reasons = ['rude', 'wrong', 'private', 'unsafe', 'spam', 'other'] as const
type Reason = (typeof reasons)[number]

interface Props {
  conversationId: string
  /** Absent: the whole conversation. */
  messageId?: string
  onClose: () => void
  /** Told the flag's id; without it the dialog says thanks. */
  onRaised?: (id: string) => void
}

/**
 * FlagDialog tells the team that something is not right with a message, or with a whole conversation. It asks the server plainly:
 * with the mutations of the query cache it would part what the workbench loads first into more and larger files.
 */
export function FlagDialog({ conversationId, messageId, onClose, onRaised }: Props) {
  const t = useFlagTexts()
  const [reason, setReason] = useState<Reason>('rude')
  const [text, setText] = useState('')
  const [state, setState] = useState<'asks' | 'sends' | 'done'>('asks')
  const [error, setError] = useState<Error | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (state === 'sends') return
    setState('sends')
    raiseFlag({ path: { id: conversationId }, body: { messageId, reason, text: text || undefined } }).then(
      ({ id }) => {
        setState('done')
        onRaised?.(id)
      },
      (refused: Error) => {
        setState('asks')
        setError(refused)
      },
    )
  }
  if (state === 'done' && !onRaised) {
    return (
      <Dialog title={t(messageId ? 'title' : 'titleWhole')} onClose={onClose}>
        <div className={css.form}>
          <p role="status">{t('done')}</p>
          <button type="button" className="btn" onClick={onClose}>
            {t('close')}
          </button>
        </div>
      </Dialog>
    )
  }
  return (
    <Dialog title={t(messageId ? 'title' : 'titleWhole')} lead={t('lead')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <SelectField
          label={t('reason')}
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t(value) }))}
        />
        <AreaField
          label={t('text')}
          optional={reason === 'other' ? undefined : t('optional')}
          required={reason === 'other'}
          value={text}
          onChange={setText}
          maxLength={1000}
          rows={3}
        />
        <Refused error={error} />
        <div className={css.acts}>
          <button type="submit" className="btn" aria-disabled={state === 'sends'}>
            {t('send')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
