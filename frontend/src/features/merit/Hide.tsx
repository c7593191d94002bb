import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { hideKudos, hideThanks } from '../../client'
import { Acts } from '../../design/Acts'
import { Dialog } from '../../design/Dialog'
import { AreaField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { useTexts } from './i18n'
import css from './merit.module.css'

interface Props {
  kind: 'kudos' | 'thanks'
  id: string
}

/** Hide is the way for staff to take the words of kudos or of a customer's card away, for a reason. */
export function Hide({ kind, id }: Props) {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  return (
    <Acts>
      <button type="button" className="btn second small" onClick={() => setAsking(true)}>
        {t('hide')}
      </button>
      {asking ? <Why kind={kind} id={id} onClose={() => setAsking(false)} /> : null}
    </Acts>
  )
}

function Why({ kind, id, onClose }: Props & { onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [reason, setReason] = useState('')
  const hide = useMutation({
    mutationFn: () => (kind === 'kudos' ? hideKudos : hideThanks)({ path: { id }, body: { reason } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['merit'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!hide.isPending) hide.mutate()
  }
  return (
    <Dialog title={t(kind === 'kudos' ? 'hideTitle' : 'hideCard')} lead={t('hideLead')} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        <AreaField
          label={t('hideWhy')}
          value={reason}
          onChange={setReason}
          required
          maxLength={300}
          rows={2}
          dir="auto"
        />
        <Refused error={hide.error} />
        <div className={css.actions}>
          <button type="submit" className="btn" aria-disabled={hide.isPending}>
            {t('hideDo')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
