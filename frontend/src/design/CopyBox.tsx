import { useState } from 'react'
import styles from './copyBox.module.css'
import { Icon } from './Icon'
import { useWords } from './words'

/** CopyBox shows a text to be taken elsewhere, with its copy button. Several lines when `code`. */
export function CopyBox({ text, label, code }: { text: string; label: string; code?: boolean }) {
  const t = useWords()
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      setState('failed')
    }
  }
  return (
    <div className={styles.wrap}>
      <div className={styles.box}>
        <span className="hidden">{label}</span>
        <code className={code ? styles.lines : styles.line}>{text}</code>
        <button type="button" className="btn second small" onClick={() => void copy()}>
          <Icon name={state === 'copied' ? 'check' : 'copy'} />
          {state === 'copied' ? t('copied') : t('copy')}
        </button>
      </div>
      <p className="s quiet" role="status">
        {state === 'failed' ? t('copyFailed') : ''}
      </p>
    </div>
  )
}
