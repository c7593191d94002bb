import { Icon } from '../../../design/Icon'
import { useServerSecond } from '../../../live/serverTime'
import type { Entry } from '../../../queries/types'
import { type PromiseTexts, usePromiseTexts } from './i18n'
import css from './promises.module.css'
import { whenWords } from './when'

/** PromiseLine is what happened to a promise, between the messages. */
export function PromiseLine({ entry }: { entry: Entry }) {
  const t = usePromiseTexts()
  const minute = Math.floor(useServerSecond() / 60) * 60_000
  return (
    <p className={css.line} dir="auto">
      <Icon name="alarm" size={16} />
      <span>{lineWords(entry, minute, t)}</span>
    </p>
  )
}

/** lineWords says what an entry about a promise tells. */
export function lineWords(entry: Entry, now: number, t: PromiseTexts): string {
  const text = entry.text ?? ''
  const { why, dueAt, found } = entry.data ?? {}
  const when = dueAt ? whenWords(dueAt, now, t) : ''
  switch (why) {
    case 'replanned':
      return t('line_replanned', { when, text })
    case 'given':
      return t('line_given', { name: t('somebody'), text })
    case 'dismissed':
      return t('line_dismissed', { text })
    case 'done':
      return t(`line_${found ?? 'answered'}`, { text })
    default:
      return t('line_promised', { when, text })
  }
}
