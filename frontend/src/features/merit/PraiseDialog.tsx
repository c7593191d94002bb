import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { awardSpot, giveKudos } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, FieldError, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { expertsCalled } from './api'
import { useTexts } from './i18n'
import css from './merit.module.css'

interface Props {
  kind: 'kudos' | 'spot'
  onClose: () => void
}

/** PraiseDialog says to whom, and what was good: kudos, or the award of the month. */
export function PraiseDialog({ kind, onClose }: Props) {
  const t = useTexts()
  const cache = useQueryClient()
  const [to, setTo] = useState('')
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const send = useMutation({
    mutationFn: () => (kind === 'spot' ? awardSpot : giveKudos)({ body: { to, text } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['merit'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setWrong(!to)
    if (to && !send.isPending) send.mutate()
  }
  return (
    <Dialog
      title={t(kind === 'spot' ? 'spotTitle' : 'giveTitle')}
      lead={t(kind === 'spot' ? 'spotLead' : 'giveLead')}
      onClose={onClose}
    >
      <form className={css.form} onSubmit={submit}>
        <Whom to={to} pick={setTo} />
        <FieldError error={wrong && !to ? t('pickSomebody') : undefined} />
        <AreaField
          label={t('what')}
          hint={t('whatHint')}
          value={text}
          onChange={setText}
          required
          minLength={3}
          maxLength={300}
          rows={3}
          dir="auto"
        />
        <Refused error={send.error} />
        <div className={css.actions}>
          <button type="submit" className="btn" aria-disabled={send.isPending}>
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

function Whom({ to, pick }: { to: string; pick: (id: string) => void }) {
  const t = useTexts()
  const [name, setName] = useState('')
  const found = useQuery({ ...expertsCalled(name), placeholderData: keepPreviousData }).data
  return (
    <div className={css.whom}>
      <TextField
        label={t('whom')}
        hint={t('whomHint')}
        value={name}
        onChange={setName}
        autoComplete="off"
        maxLength={60}
      />
      {found?.length === 0 ? (
        <p className="s soft" role="status">
          {t('nobody')}
        </p>
      ) : (
        <fieldset className={css.found}>
          <legend className="hidden">{t('whom')}</legend>
          {found?.map((one) => (
            <label key={one.id}>
              <input type="radio" name="whom" checked={to === one.id} onChange={() => pick(one.id)} />
              <span>{one.name}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
