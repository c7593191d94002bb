import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { answerSearchTerm } from '../../client'
import { Acts } from '../../design/Acts'
import { Icon } from '../../design/Icon'
import { Refused } from '../../design/Refused'
import { dateName, number } from '../../i18n/format'
import type { Theme } from './api'
import { useTexts } from './i18n'
import styles from './themes.module.css'

/** What was decided, by when, and how often it is asked since. */
export function Decided({ theme, decision }: { theme: Theme; decision: NonNullable<Theme['decision']> }) {
  const t = useTexts()
  const { choice, owner, dueOn, due, note, before, after } = decision
  return (
    <div className={styles.decided}>
      <p className="s">
        <span className={`tag ${choice === 'accept' ? '' : 'accent'}`}>{t(choice)}</span>{' '}
        {t('seesTo', { name: owner.name, day: dateName(dueOn) })} {due && <span className="tag ember">{t('due')}</span>}
      </p>
      {note && <p className="s soft">{note}</p>}
      {before !== undefined && after !== undefined && (
        <p className="s">{t('effect', { before: number(before, 1), after: number(after, 1) })}</p>
      )}
      {choice === 'inform' && <Write theme={theme} />}
    </div>
  )
}

function Write({ theme: { language, name } }: { theme: Theme }) {
  const t = useTexts()
  const go = useNavigate()
  const cache = useQueryClient()
  const write = useMutation({
    mutationFn: () => answerSearchTerm({ body: { language, term: name.slice(0, 80) } }),
    onSuccess: ({ id }) => void go(`/manage/articles/${id}?write`),
    onSettled: () => cache.invalidateQueries({ queryKey: ['articles'] }),
  })
  return (
    <Acts>
      <button
        type="button"
        className="btn second small"
        aria-disabled={write.isPending}
        onClick={() => write.isPending || write.mutate()}
      >
        <Icon name="plus" size={16} /> {t('write')}
        <span className="hidden"> {name}</span>
      </button>
      <Refused error={write.error} />
    </Acts>
  )
}
