import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Icon } from '../../../design/Icon'
import { useDeskTexts } from '../i18n'
import css from './own.module.css'

const FlagDialog = lazy(async () => ({ default: (await import('../../../beside/flag/FlagDialog')).FlagDialog }))

interface Props {
  conversationId: string
  messageId: string
  children: ReactNode
}

/** TheirBubble is a message of somebody else, with the way to flag it: a small button beside it, on hover and focus. */
export function TheirBubble({ conversationId, messageId, children }: Props) {
  const t = useDeskTexts()
  const [asking, setAsking] = useState(false)
  return (
    <div className={`${css.own} ${css.their}`} data-open={asking}>
      {children}
      <button type="button" className={css.dots} aria-label={t('flagMessage')} onClick={() => setAsking(true)}>
        <Icon name="flag" size={16} />
      </button>
      {asking ? (
        <Suspense>
          <FlagDialog conversationId={conversationId} messageId={messageId} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
