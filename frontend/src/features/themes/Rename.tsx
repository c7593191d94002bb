import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { renameTheme } from '../../client'
import { TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import type { Theme } from './api'
import { useTexts } from './i18n'
import styles from './themes.module.css'

/** Rename gives a question a name that stays, when the sentence that was found does not say it. */
export function Rename({ theme }: { theme: Theme }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [name, setName] = useState(theme.name)
  const rename = useMutation({
    mutationFn: () => renameTheme({ path: { id: theme.id }, body: { name: name.trim(), version: theme.version } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['themes'] }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!rename.isPending && name.trim() !== theme.name) rename.mutate()
  }
  return (
    <form className={styles.rename} onSubmit={submit}>
      <TextField label={t('name')} value={name} onChange={setName} minLength={3} maxLength={90} required />
      <button type="submit" className="btn second" aria-disabled={rename.isPending || name.trim() === theme.name}>
        {t('rename')}
      </button>
      <Refused error={rename.error} />
    </form>
  )
}
