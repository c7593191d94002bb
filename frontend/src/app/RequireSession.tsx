import { type ReactNode, useEffect } from 'react'
import { Navigate, useLocation } from 'react-router'
import { ErrorNote } from '../design/ErrorNote'
import { setLanguage } from '../i18n'
import { useAppTexts } from './i18n'
import { refresh, useSession } from './session'

/** RequireSession shows its children to people who are signed in, in their language, and sends others to sign in and back again. */
export function RequireSession({ children }: { children: ReactNode }) {
  const session = useSession()
  const location = useLocation()
  const language = session.status === 'signedIn' ? session.actor.language : undefined
  useEffect(() => {
    if (language) setLanguage(language)
  }, [language])
  if (session.status === 'signedIn' && session.factorNeeded) return <Navigate to="/secure" replace />
  if (session.status === 'signedIn') return children
  if (session.status === 'signedOut') {
    return <Navigate to="/sign-in" replace state={{ from: location.pathname + location.search }} />
  }
  if (session.status === 'unreachable') return <Unreachable />
  return <span aria-busy="true" />
}

function Unreachable() {
  const t = useAppTexts()
  useEffect(() => {
    const timer = setInterval(() => void refresh(), 4_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <main className="alone">
      <ErrorNote title={t('unreachableTitle')} action={{ label: t('tryNow'), run: () => void refresh() }}>
        {t('unreachableBody')}
      </ErrorNote>
    </main>
  )
}
