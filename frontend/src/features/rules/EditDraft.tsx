import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { putRuleDraft, startRuleDraft } from '../../client'
import { AreaField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { number } from '../../i18n/format'
import type { RuleBook } from './api'
import { groupsOf, numberAt, read, withNumbers } from './fields'
import { useTexts } from './i18n'
import styles from './rules.module.css'
import { useRefusedAt } from './useRefusedAt'

/** The draft, number by number. What is refused is told at its field. */
export function EditDraft({ book, onClose }: { book: RuleBook; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [rules] = useState(book.draft?.body ?? book.start)
  const [version] = useState(book.draft?.version)
  const [reason, setReason] = useState(book.draft?.reason ?? '')
  const [typed, setTyped] = useState<Record<string, string>>({})
  const save = useMutation({
    mutationFn: () => {
      const body = { reason, document: JSON.stringify(withNumbers(rules, typed)) }
      return version === undefined ? startRuleDraft({ body }) : putRuleDraft({ body: { ...body, version } })
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['ruleBook'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (readable) save.mutate()
  }
  const refusedAt = useRefusedAt(save.error)
  const readable = Object.values(typed).every((text) => !Number.isNaN(read(text)))
  return (
    <form className={`card ${styles.card} ${styles.form}`} onSubmit={submit}>
      <AreaField
        label={t('reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={300}
        rows={2}
        required
        error={refusedAt('/reason')}
      />
      {groupsOf(rules).map((group) => (
        <fieldset key={group.title} className={styles.group}>
          <legend>{t(group.title)}</legend>
          <div className={styles.grid}>
            {group.places.map((place) => (
              <TextField
                key={place.at}
                label={t(place.label, { step: place.step ?? 0 })}
                hint={place.hint && t(place.hint)}
                value={typed[place.at] ?? number(numberAt(rules, place.at) ?? 0, 2)}
                onChange={(value) => setTyped({ ...typed, [place.at]: value })}
                error={Number.isNaN(read(typed[place.at] ?? '0')) ? t('noNumber') : refusedAt(place.at)}
                inputMode="decimal"
                autoComplete="off"
                figure
                required
              />
            ))}
          </div>
        </fieldset>
      ))}
      <Refused error={save.error} />
      <div className={styles.acts}>
        <button type="submit" className="btn" aria-disabled={save.isPending || !readable}>
          {t('save')}
        </button>
        <button type="button" className="btn second" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
