import { Link } from 'react-router'
import { EmptyState } from '../design/EmptyState'
import { ErrorNote } from '../design/ErrorNote'
import { useAppTexts } from './i18n'

/** Fault stands where a screen broke. Inside the shell the rail stays usable. */
export function Fault({ inside = false }: { inside?: boolean }) {
  const t = useAppTexts()
  return (
    <main className={inside ? 'page' : 'alone'}>
      <ErrorNote title={t('faultTitle')} action={{ label: t('reload'), run: () => window.location.reload() }}>
        {t('faultBody')}
      </ErrorNote>
    </main>
  )
}

export function NotFound() {
  const t = useAppTexts()
  return (
    <main className="page">
      <EmptyState
        title={t('notFoundTitle')}
        action={
          <Link className="btn second small" to="/">
            {t('home')}
          </Link>
        }
      >
        {t('notFoundBody')}
      </EmptyState>
    </main>
  )
}
