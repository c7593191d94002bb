import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { decideFlag } from '../../client'
import { AreaField, CheckField, SelectField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import type { Flag, Step } from './api'
import { useTexts } from './i18n'
import css from './queue.module.css'

type Follows = '' | 'case' | Step

const ladder: Step[] = ['coaching', 'warning', 'suspension', 'exclusion']

/** DecideFlag is what becomes of a flagged thing: nothing, or what is ticked, with the reason that its expert reads. */
export function DecideFlag({ flag }: { flag: Flag }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [hide, setHide] = useState(false)
  const [pause, setPause] = useState(false)
  const [hold, setHold] = useState(false)
  const [follows, setFollows] = useState<Follows>('')
  const [reason, setReason] = useState('')
  const open = follows === 'case'
  const step = follows === '' || open ? undefined : follows
  const decide = useMutation({
    mutationFn: () =>
      decideFlag({ path: { id: flag.id }, body: { hide, pause, case: open, hold: open && hold, step, reason } }),
    onSuccess: () =>
      Promise.all([
        cache.invalidateQueries({ queryKey: ['flags'] }),
        cache.invalidateQueries({ queryKey: ['queue'] }),
        cache.invalidateQueries({ queryKey: ['cases'] }),
        cache.invalidateQueries({ queryKey: ['conversations'] }),
      ]),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!decide.isPending) decide.mutate()
  }
  const two = step === 'suspension' || step === 'exclusion'
  return (
    <form className={css.form} onSubmit={submit} aria-label={t('decision')}>
      <h3>{t('decision')}</h3>
      {flag.messageId && <CheckField label={t('hide')} hint={t('hideHint')} checked={hide} onChange={setHide} />}
      {flag.expert && (
        <>
          <CheckField
            label={t('pause', { name: flag.expert.name })}
            hint={t('pauseHint')}
            checked={pause}
            onChange={setPause}
          />
          <SelectField<Follows>
            label={t('follows', { name: flag.expert.name })}
            hint={t(two ? 'followsTwo' : 'followsHint')}
            value={follows}
            onChange={setFollows}
            options={[
              { value: '', label: t('follows_nothing') },
              { value: 'case', label: t('follows_case') },
              ...ladder
                .slice(0, ladder.indexOf(flag.next ?? 'coaching') + 1)
                .map((value) => ({ value, label: t(`follows_${value}`) })),
            ]}
          />
          {open && <CheckField label={t('hold')} hint={t('holdHint')} checked={hold} onChange={setHold} />}
        </>
      )}
      <AreaField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        rows={3}
        required
      />
      <Refused error={decide.error} />
      <button type="submit" className="btn" aria-disabled={decide.isPending}>
        {t('decide')}
      </button>
    </form>
  )
}
