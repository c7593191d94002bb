import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { listExperts, openCase } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, SelectField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { allPages } from '../../queries/allPages'
import styles from './cases.module.css'
import { useTexts } from './i18n'

/** OpenCase is for staff who saw something themselves. */
export function OpenCase({ onClose }: { onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const experts = useQuery({
    queryKey: ['experts', 'names'],
    queryFn: ({ signal }) => allPages((cursor) => listExperts({ query: { limit: 100, cursor }, signal })),
  })
  const [expertId, setExpert] = useState('')
  const [words, setWords] = useState('')
  const open = useMutation({
    mutationFn: () => openCase({ body: { expertId, words } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['cases'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate()
  }
  return (
    <Dialog title={t('open')} lead={t('openLead')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <SelectField
          label={t('expert')}
          value={expertId}
          onChange={setExpert}
          required
          options={[
            { value: '', label: t('choose'), disabled: true },
            ...(experts.data ?? []).map((one) => ({ value: one.id, label: one.displayName })),
          ]}
        />
        <AreaField
          label={t('saw')}
          hint={t('reasonHint')}
          value={words}
          onChange={setWords}
          maxLength={1000}
          rows={3}
          required
        />
        <Refused error={open.error} />
        <div className={styles.acts}>
          <button type="submit" className="btn" aria-disabled={open.isPending}>
            {t('openNow')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
