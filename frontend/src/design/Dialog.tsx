import { type ReactNode, useEffect, useId, useRef } from 'react'
import styles from './dialog.module.css'
import { Icon } from './Icon'
import { useWords } from './words'

interface Props {
  title: ReactNode
  lead?: ReactNode
  onClose: () => void
  /** for what is read: taller and wider */
  wide?: boolean
  children: ReactNode
}

/** Dialog is the browser's own: it holds the focus, Escape and a press beside it close it, the focus goes back. */
export function Dialog({ title, lead, onClose, wide, children }: Props) {
  const t = useWords()
  const box = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = box.current
    if (!dialog?.open) dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape
    <dialog
      ref={box}
      className={wide ? `${styles.dialog} ${styles.wide}` : styles.dialog}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === box.current && onClose()}
    >
      <div className={styles.inner}>
        <header className={styles.head}>
          <div className="grow">
            <h2 id={id}>{title}</h2>
            {lead ? <p className="s soft">{lead}</p> : null}
          </div>
          <button type="button" className={styles.close} aria-label={t('close')} onClick={onClose}>
            <Icon name="cross" />
          </button>
        </header>
        <div className={styles.body}>{children}</div>
      </div>
    </dialog>
  )
}
