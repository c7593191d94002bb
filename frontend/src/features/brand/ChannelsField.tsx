import { useState } from 'react'
import { ChipsField, TextField } from '../../design/fields'
import { useTexts } from './i18n'
import styles from './settings.module.css'

interface Props {
  value: string[]
  onChange: (channels: string[]) => void
  error?: string
}

/** Our own widget's channel, which every brand has. */
const chat = 'chat'
const usual = [chat, 'email', 'phone', 'ticket', 'social', 'whatsapp']

/** How customers come: the channels in use and the usual ones as chips, any other by its word. */
export function ChannelsField({ value, onChange, error }: Props) {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const word = typed.trim().toLowerCase()
  const change = (next: string[]) => onChange(next.includes(chat) ? next : [chat, ...next])
  const add = () => {
    if (!/^[a-z][a-z0-9-]*$/.test(word)) return
    if (!value.includes(word)) change([...value, word])
    setTyped('')
  }
  return (
    <div className={styles.languages}>
      <ChipsField
        label={t('channels')}
        hint={t('channelsHint')}
        value={value}
        onChange={change}
        options={[...new Set([...value, ...usual])].map((channel) => ({ value: channel, label: channel }))}
        error={error}
      />
      <div className={styles.add}>
        <TextField
          label={t('channelsAdd')}
          value={typed}
          onChange={setTyped}
          maxLength={30}
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
