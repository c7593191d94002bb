import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { decideTheme, type PersonRef } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, ChoiceField, SelectField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { type Choice, choices, type Theme } from './api'
import { useTexts } from './i18n'
import styles from './themes.module.css'
import { inWeeks } from './words'

/** Decide says what the brand does about a question, who sees to it and until when. */
export function Decide({ theme, staff, onClose }: { theme: Theme; staff: PersonRef[]; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const before = theme.decision
  const [choice, setChoice] = useState<Choice>(before?.choice ?? 'inform')
  const [ownerId, setOwner] = useState(before?.owner.id ?? '')
  const [dueOn, setDueOn] = useState(before && !before.due ? before.dueOn : inWeeks(4, new Date()))
  const [note, setNote] = useState(before?.note ?? '')
  const decide = useMutation({
    mutationFn: () =>
      decideTheme({ path: { id: theme.id }, body: { choice, ownerId, dueOn, note, version: theme.version } }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['themes'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!decide.isPending) decide.mutate()
  }
  return (
    <Dialog title={t('decideTitle')} lead={<span lang={theme.language}>{theme.name}</span>} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <ChoiceField
          label={t('choice')}
          hint={t(`${choice}Hint`)}
          value={choice}
          onChange={setChoice}
          options={choices.map((one) => ({ value: one, label: t(one) }))}
        />
        <SelectField
          label={t('owner')}
          value={ownerId}
          onChange={setOwner}
          required
          options={[
            { value: '', label: t('choose'), disabled: true },
            ...staff.map((one) => ({ value: one.id, label: one.name })),
          ]}
        />
        <TextField label={t('dueOn')} type="date" value={dueOn} onChange={setDueOn} required />
        <AreaField label={t('note')} value={note} onChange={setNote} maxLength={500} rows={3} />
        <Refused error={decide.error} />
        <div className={styles.formActs}>
          <button type="submit" className="btn" aria-disabled={decide.isPending}>
            {t('decideNow')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
