import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useDeskTexts } from '../i18n'
import { alikeFrom, alikeQuery } from '../model/facts'
import css from './facts.module.css'

const pause = 900

/** AlikeLine says quietly, while one writes, that nearly this went to others. It holds nothing back. */
export function AlikeLine({ conversationId, text }: { conversationId: string; text: string }) {
  const t = useDeskTexts()
  const [settled] = useDebouncedValue(text.trim(), pause)
  const alike = useQuery(alikeQuery(conversationId, settled)).data
  const people = text.trim().length >= alikeFrom && settled !== '' ? (alike?.people ?? 0) : 0
  return (
    <p className={css.alike} role="status">
      {people > 0 ? t('alike', { count: people }) : null}
    </p>
  )
}
