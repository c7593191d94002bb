import { useQuery } from '@tanstack/react-query'
import { Icon } from '../design/Icon'
import { watchersQuery } from './api'
import css from './beside.module.css'
import { useBesideTexts } from './i18n'

/** Watchers says who else looks at a conversation now. A screen reader hears of every new face. */
export function Watchers({ conversationId }: { conversationId: string }) {
  const t = useBesideTexts()
  const watchers = useQuery(watchersQuery(conversationId)).data ?? []
  return (
    <p className={css.watchers} role="status">
      {watchers.map((each) => (
        <span key={each.id} className={css.watcher}>
          <Icon name="eye" size={15} />
          {t(each.role === 'manager' ? 'managerHere' : 'colleagueHere', { name: each.name })}
        </span>
      ))}
    </p>
  )
}
