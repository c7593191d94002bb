import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Dialog } from '../../design/Dialog'
import { PageState } from '../../design/PageState'
import { day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { questionsQuery, type Theme } from './api'
import { useTexts } from './i18n'
import { Rename } from './Rename'
import styles from './themes.module.css'
import { weekOf } from './words'

/** The questions behind one: each opens its conversation. */
export function Questions({ theme, onClose }: { theme: Theme; onClose: () => void }) {
  const t = useTexts()
  const questions = useQuery(questionsQuery(theme.id, theme.week))
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <Dialog
      title={<span lang={theme.language}>{theme.name}</span>}
      lead={t('behind', { week: weekOf(theme.week) })}
      onClose={onClose}
      wide
    >
      <Rename theme={theme} />
      <PageState queries={[questions]} part>
        <ol className={styles.questions}>
          {(questions.data ?? []).map((one) => (
            <li key={`${one.conversationId} ${one.episode}`}>
              <Link to={`/manage/conversations/${one.conversationId}`} lang={theme.language}>
                {one.question || t('deleted')}
              </Link>
              <span className="xs quiet">{day(one.askedAt, timeZone)}</span>
            </li>
          ))}
        </ol>
      </PageState>
    </Dialog>
  )
}
