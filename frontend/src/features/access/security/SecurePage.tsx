import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { useProofAsked } from '../../../app/proof'
import { refresh, useSession } from '../../../app/session'
import { Door } from '../Door'
import { Proof } from '../Proof'
import { CodeApp } from './CodeApp'
import { OnceCodes } from './OnceCodes'
import { Passkeys } from './Passkeys'
import { factorsQuery } from './queries'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** SecurePage is where staff without a second factor add one: nothing else is open to them before. */
export function SecurePage() {
  const session = useSession()
  useEffect(() => {
    if (session.status === 'unknown') void refresh()
  }, [session.status])
  if (session.status === 'signedOut') return <Navigate to="/sign-in" replace />
  if (session.status !== 'signedIn') return <span aria-busy="true" />
  return <Choose name={session.actor.name.split(' ')[0] ?? ''} />
}

function Choose({ name }: { name: string }) {
  const t = useSecurityTexts()
  const navigate = useNavigate()
  const asked = useProofAsked()
  const factors = useQuery(factorsQuery).data
  const [codes, setCodes] = useState<string[]>()
  const done = async () => {
    await refresh()
    void navigate('/', { replace: true })
  }
  const has = factors !== undefined && (factors.passkeys.length > 0 || factors.appSince !== undefined)
  return (
    <Door title={t('needTitle', { name })} text={codes ? undefined : t('needText')}>
      {codes ? (
        <OnceCodes codes={codes} onDone={() => void done()} />
      ) : (
        <div className={css.all}>
          <Passkeys all={factors?.passkeys ?? []} onCodes={setCodes} />
          <CodeApp since={factors?.appSince} onCodes={setCodes} />
        </div>
      )}
      {has && !codes ? (
        <button type="button" className="btn" onClick={() => void done()}>
          {t('needDone')}
        </button>
      ) : null}
      {asked ? (
        <Suspense>
          <Proof />
        </Suspense>
      ) : null}
    </Door>
  )
}
