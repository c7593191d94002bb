import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { Icon } from '../../../design/Icon'
import { ProductPicture } from '../../../design/ProductPicture'
import type { IconName } from '../../../design/svg/icons'
import { contextQuery } from '../../../queries'
import type { Conversation, Context as CustomerContext } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { Context, type OnClosed } from './Context'
import css from './context.module.css'
import lane from './lane.module.css'

interface Props {
  conversation: Conversation | undefined
  conversationId: string
  onClosed: OnClosed
  team?: boolean
}

/**
 * ContextFold is the context for lanes without room for the column: one line, and on a phone a chip for each part. It opens
 * in place, at the part that was asked for.
 */
export function ContextFold(props: Props) {
  const t = useDeskTexts()
  const [open, setOpen] = useState<string>()
  const id = useId()
  const fold = useEscape(open !== undefined, () => setOpen(undefined))
  const toggle = (part: string) => setOpen(open === part ? undefined : part)
  usePart(fold, open)
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
        aria-expanded={open !== undefined}
        aria-controls={id}
        onClick={() => setOpen(open === undefined ? 'greeting' : undefined)}
      >
        {context?.product ? <ProductPicture name={context.product.picture} size={22} /> : <Icon name="speech" />}
        <span>{context ? words.charAt(0).toLocaleUpperCase() + words.slice(1) : null}</span>
        <Icon name="down" />
      </button>
      <div className={css.chips}>
        {chipsOf(context, t).map((chip) => (
          <button
            key={chip.part}
            type="button"
            aria-expanded={open === chip.part}
            aria-controls={id}
            onClick={() => toggle(chip.part)}
          >
            <Icon name={chip.icon} size={16} />
            {chip.words}
          </button>
        ))}
      </div>
      <div id={id} className={open ? css.foldBody : undefined}>
        {open ? <Context {...props} /> : null}
      </div>
    </div>
  )
}

interface Chip {
  part: string
  icon: IconName
  words: string
}

/** chipsOf is what there is to know, a chip each: what they own, what they asked before, what comes next. */
function chipsOf(context: CustomerContext | undefined, t: DeskTexts): Chip[] {
  const owned = context?.owned.length ?? 0
  const earlier = context?.earlier.length ?? 0
  const about = context?.product?.name
  const chips: (Chip | false)[] = [
    owned > 0 && { part: 'owns', icon: 'box', words: t('chipOwns', { count: owned }) },
    owned === 0 && about !== undefined && { part: 'owns', icon: 'box', words: about },
    earlier > 0
      ? { part: 'before', icon: 'speech', words: t('beforeCount', { count: earlier }) }
      : { part: 'greeting', icon: 'speech', words: t('chipNew') },
    { part: 'notes', icon: 'lock', words: t('chipNote') },
    { part: 'next', icon: 'forward', words: t('chipNext') },
    { part: 'promise', icon: 'alarm', words: t('chipPromise') },
  ]
  return chips.filter((chip) => chip !== false)
}

/** usePart brings the part that was asked for into view. */
function usePart(fold: React.RefObject<HTMLElement | null>, part: string | undefined) {
  useEffect(() => {
    if (part) fold.current?.querySelector(`[data-part="${part}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [fold, part])
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
