import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import styles from './toast.module.css'
import { useWords } from './words'

const stays = 6_000

interface Props {
  /** What was done: "Coast cap archived". */
  done: string
  undo: () => void
  close: () => void
}

/** UndoToast says what was done and offers to undo it, for six seconds, longer while hovered or focused. */
export function UndoToast({ done, undo, close }: Props) {
  const t = useWords()
  const [held, setHeld] = useState(false)
  const leave = useRef(close)
  leave.current = close
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => leave.current(), stays)
    return () => clearTimeout(timer)
  }, [held])
  return createPortal(
    <div
      className={styles.toast}
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{done}</span>
      <button type="button" className="btn text small" onClick={undo}>
        {t('undo')}
      </button>
      <button type="button" className="btn text small" onClick={close}>
        {t('close')}
      </button>
    </div>,
    document.body,
  )
}
