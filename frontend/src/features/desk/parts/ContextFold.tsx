import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../../../design/Icon'
import { ProductPicture } from '../../../design/ProductPicture'
import { contextQuery } from '../../../queries'
import type { Conversation } from '../../../queries/types'
import { useDeskTexts } from '../i18n'
import { Context } from './Context'
import css from './context.module.css'
import lane from './lane.module.css'

interface Props {
  conversation: Conversation | undefined
  conversationId: string
  onClosed: (name: string) => void
}

/** ContextFold is the context in one line, for lanes without room for the column; it opens in place. */
export function ContextFold(props: Props) {
  const t = useDeskTexts()
  const [open, setOpen] = useState(false)
  const id = useId()
  const fold = useEscape(open, () => setOpen(false))
  const context = useQuery(contextQuery(props.conversationId)).data
  const earlier = context?.earlier.length ?? 0
  const words = [context?.product?.name, earlier === 0 ? t('newHere') : t('beforeCount', { count: earlier })]
    .filter(Boolean)
    .join(', ')
  return (
    <div className={`${css.fold} ${lane.foldOnly}`} ref={fold}>
      <button
        type="button"
        className={css.foldLine}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {context?.product ? <ProductPicture name={context.product.picture} size={22} /> : <Icon name="speech" />}
        <span>{context ? words.charAt(0).toLocaleUpperCase() + words.slice(1) : null}</span>
        <Icon name="down" />
      </button>
      <div id={id} className={open ? css.foldBody : undefined}>
        {open ? <Context {...props} /> : null}
      </div>
    </div>
  )
}

/** useEscape closes what is open when Escape is pressed inside it. */
function useEscape(open: boolean, close: () => void) {
  const box = useRef<HTMLDivElement>(null)
  const current = useRef(close)
  useEffect(() => {
    current.current = close
  })
  useEffect(() => {
    const element = box.current
    if (!open || !element) return
    const press = (event: KeyboardEvent) => event.key === 'Escape' && current.current()
    element.addEventListener('keydown', press)
    return () => element.removeEventListener('keydown', press)
  }, [open])
  return box
}
