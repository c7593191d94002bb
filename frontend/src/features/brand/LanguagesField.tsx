import { useState } from 'react'
import { ChipsField, TextField } from '../../design/fields'
import { languageName } from '../../i18n/languageName'
import { useTexts } from './i18n'
import styles from './settings.module.css'

interface Props {
  value: string[]
  onChange: (languages: string[]) => void
  error?: string
}

const usual = ['en', 'nl', 'de', 'fr']

/** The brand's languages: those in use and the usual ones as chips, any other by its tag. */
export function LanguagesField({ value, onChange, error }: Props) {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const offered = [...new Set([...value, ...usual])]
  const tag = typed.trim().toLowerCase()
  const add = () => {
    if (!/^[a-z]{2,3}$/.test(tag)) return
    if (!value.includes(tag)) onChange([...value, tag])
    setTyped('')
  }
  return (
    <div className={styles.languages}>
      <ChipsField
        label={t('languages')}
        hint={value[0] && t('languagesHint', { first: languageName(value[0]) })}
        value={value}
        onChange={onChange}
        options={offered.map((language) => ({ value: language, label: languageName(language) }))}
        error={error}
      />
      <div className={styles.add}>
        <TextField
          label={t('languagesAdd')}
          value={typed}
          onChange={setTyped}
          maxLength={3}
          autoComplete="off"
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add()
          }}
        />
        <button type="button" className="btn second" onClick={add}>
          {t('add')}
        </button>
      </div>
    </div>
  )
}
