import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { signalProblem } from '../../../client'
import { AreaField, SelectField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { Refused } from '../../../design/Refused'
import { defineTexts } from '../../../i18n'
import type { Conversation } from '../../../queries/types'
import { useReasonsOfTwo } from '../model/reasonsOfTwo'
import css from './signal.module.css'

const { useTexts } = defineTexts(
  {
    report: 'Report a problem',
    hint: 'One sentence for the brand: what goes wrong again and again? The customer does not read it.',
    text: 'What do you see?',
    about: 'What is it about?',
    choose: 'Choose',
    send: 'Report it',
    cancel: 'Cancel',
    done: 'Reported: {{title}}. You see what becomes of it under Ideas.',
  },
  {
    report: 'Meld een probleem',
    hint: 'Eén zin voor het merk: wat gaat er telkens mis? De klant leest dit niet.',
    text: 'Wat zie je?',
    about: 'Waar gaat het over?',
    choose: 'Kies',
    send: 'Melden',
    cancel: 'Annuleren',
    done: 'Gemeld: {{title}}. Wat ervan komt zie je bij Ideeën.',
  },
)

/** SignalProblem is an expert's one sentence to the brand about what a conversation shows. */
export function SignalProblem({ conversation }: { conversation: Conversation }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const [text, setText] = useState('')
  const [reasonId, setReason] = useState('')
  const reasons = useReasonsOfTwo()
  const send = useMutation({
    mutationFn: () =>
      signalProblem({ path: { id: conversation.id }, body: { text, ...(reasonId ? { reasonId } : {}) } }),
    onSuccess: () => {
      setOpen(false)
      setText('')
      void cache.invalidateQueries({ queryKey: ['ideas'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!send.isPending) send.mutate()
  }
  return (
    <section data-part="signal" aria-label={t('report')}>
      {send.data && !open && (
        <p className="s" role="status">
          {t('done', { title: send.data.title })}
        </p>
      )}
      {open ? (
        <form className={css.form} onSubmit={submit}>
          {!conversation.reasonId && (
            <SelectField
              label={t('about')}
              value={reasonId}
              onChange={setReason}
              options={[{ value: '', label: t('choose') }, ...reasons]}
              required
            />
          )}
          <AreaField
            label={t('text')}
            hint={t('hint')}
            value={text}
            onChange={setText}
            minLength={3}
            maxLength={300}
            rows={2}
            required
          />
          <Refused error={send.error} />
          <div className={css.acts}>
            <button type="submit" className="btn small" aria-disabled={send.isPending}>
              {t('send')}
            </button>
            <button type="button" className="btn text small" onClick={() => setOpen(false)}>
              {t('cancel')}
            </button>
          </div>
        </form>
      ) : (
        <button type="button" className="btn text small" onClick={() => setOpen(true)}>
          <Icon name="flag" size={16} /> {t('report')}
        </button>
      )}
    </section>
  )
}
