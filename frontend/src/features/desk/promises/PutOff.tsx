import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeFollowUp } from '../../../client'
import { Icon } from '../../../design/Icon'
import { serverNow } from '../../../live/serverTime'
import type { FollowUpTask } from '../../../queries/followUps'
import type { Called } from './callName'
import { DueChooser, isDue, noDue } from './DueChooser'
import { usePromiseTexts } from './i18n'
import css from './promises.module.css'
import { keepInList } from './useNote'

/** PutOff gives a promise another time, once and before its time; after that it says why not. */
export function PutOff({ promise, called }: { promise: FollowUpTask; called: Called }) {
  const t = usePromiseTexts()
  const [open, setOpen] = useState(false)
  if (!promise.canReplan) {
    return <p className="s quiet">{promise.firstDueAt ? t('putOffNo') : t('putOffLate')}</p>
  }
  if (open) return <Another promise={promise} called={called} onClose={() => setOpen(false)} />
  return (
    <p className="row">
      <button type="button" className="btn second small" onClick={() => setOpen(true)}>
        <Icon name="clock" />
        {t('putOff')}
      </button>
      <span className="xs quiet">{t('putOffHint', { ...called })}</span>
    </p>
  )
}

function Another({ promise, called, onClose }: { promise: FollowUpTask; called: Called; onClose: () => void }) {
  const t = usePromiseTexts()
  const client = useQueryClient()
  const [due, setDue] = useState(noDue)
  const change = useMutation({
    mutationFn: (dueAt: string) =>
      changeFollowUp({ path: { id: promise.id }, body: { dueAt, version: promise.version } }),
    onSuccess: (saved) => {
      keepInList(client, saved)
      onClose()
    },
    onError: () => void client.invalidateQueries({ queryKey: ['followUps'] }),
  })
  const ready = isDue(due.at, serverNow()) && !change.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && due.at) change.mutate(due.at)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <DueChooser label={t('putOffTitle')} value={due} onChange={setDue} />
      <p className="xs quiet">{t('putOffHint', { ...called })}</p>
      {change.error ? (
        <p className={`s ${css.failed}`} role="alert">
          {t('putOffFailed', { why: change.error.message })}
        </p>
      ) : null}
      <div className={css.actions}>
        <button type="submit" className="btn small" aria-disabled={!ready}>
          {t('putOffDo')}
        </button>
        <button type="button" className="btn text small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
