import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { dismissFollowUp, giveFollowUp, listExperts } from '../../client'
import { AreaField, SelectField } from '../../design/fields'
import { allPages } from '../../queries/allPages'
import type { FollowUpTask } from '../../queries/followUps'
import css from './followups.module.css'
import { useTexts } from './i18n'

type What = 'give' | 'dismiss'

/** Decide is what staff may do with a promise: give it to somebody who is there, or give it up. */
export function Decide({ promise }: { promise: FollowUpTask }) {
  const t = useTexts()
  const [what, setWhat] = useState<What>()
  const close = () => setWhat(undefined)
  if (what === 'give') return <Give promise={promise} onClose={close} />
  if (what === 'dismiss') return <Dismiss promise={promise} onClose={close} />
  return (
    <div className={css.actions}>
      {promise.canGive && (
        <button type="button" className="btn small" onClick={() => setWhat('give')}>
          {t('give')}
        </button>
      )}
      <button type="button" className="btn second small" onClick={() => setWhat('dismiss')}>
        {t('dismiss')}
      </button>
    </div>
  )
}

interface FormProps {
  promise: FollowUpTask
  onClose: () => void
}

function useChange<V>(change: (value: V) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['followUps'] }),
  })
}

function Give({ promise, onClose }: FormProps) {
  const t = useTexts()
  const [to, setTo] = useState('')
  const experts = useQuery({
    queryKey: ['experts', 'active'],
    queryFn: ({ signal }) => allPages((cursor) => listExperts({ query: { limit: 100, cursor }, signal })),
  }).data
  const give = useChange((expertId: string) => giveFollowUp({ path: { id: promise.id }, body: { expertId } }))
  const others = (experts ?? []).filter((each) => each.state === 'active' && each.id !== promise.expert?.id)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to && !give.isPending) give.mutate(to)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <SelectField
        label={t('giveTo')}
        hint={t('giveHint')}
        value={to}
        onChange={setTo}
        options={[
          { value: '', label: t('choose'), disabled: true },
          ...others.map((each) => ({ value: each.id, label: `${each.name} (${each.displayName})` })),
        ]}
      />
      <Buttons verb={t('giveDo')} ready={to !== '' && !give.isPending} error={give.error} onClose={onClose} />
    </form>
  )
}

function Dismiss({ promise, onClose }: FormProps) {
  const t = useTexts()
  const left = promise.ownerState === 'retired' || promise.ownerState === 'suspended'
  const [reason, setReason] = useState(left ? t('whyLeft') : '')
  const dismiss = useChange((why: string) => dismissFollowUp({ path: { id: promise.id }, body: { reason: why } }))
  const ready = reason.trim() !== '' && !dismiss.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) dismiss.mutate(reason)
  }
  return (
    <form className={css.form} onSubmit={submit}>
      <AreaField
        label={t('dismissWhy')}
        hint={t('dismissHint')}
        rows={2}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      <Buttons verb={t('dismissDo')} ready={ready} error={dismiss.error} onClose={onClose} />
    </form>
  )
}

interface ButtonsProps {
  verb: string
  ready: boolean
  error: Error | null
  onClose: () => void
}

function Buttons({ verb, ready, error, onClose }: ButtonsProps) {
  const t = useTexts()
  return (
    <>
      {error && (
        <p className={`s ${css.failed}`} role="alert">
          {t('failed', { why: error.message })}
        </p>
      )}
      <div className="row">
        <button type="submit" className="btn small" aria-disabled={!ready}>
          {verb}
        </button>
        <button type="button" className="btn second small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </>
  )
}
