import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ManagePage } from '../../../design/ManagePage'
import { PageState } from '../../../design/PageState'
import { MyProviders } from '../providers/MyProviders'
import { CodeApp } from './CodeApp'
import { OnceCodes } from './OnceCodes'
import { Passkeys } from './Passkeys'
import { PasswordPart } from './PasswordPart'
import { factorsQuery } from './queries'
import { Recovery } from './Recovery'
import { Sessions } from './Sessions'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** SecurityPage is how a person comes in, and where they are signed in. */
export function SecurityPage() {
  const t = useSecurityTexts()
  const factors = useQuery(factorsQuery)
  const [codes, setCodes] = useState<string[]>()
  return (
    <ManagePage title={t('title')} lead={t('lead')}>
      <PageState queries={[factors]} part>
        <div className={css.split}>
          <section className={`card ${css.all}`} aria-label={t('factorsLabel')}>
            {codes ? <OnceCodes codes={codes} onDone={() => setCodes(undefined)} /> : null}
            <Passkeys all={factors.data?.passkeys ?? []} onCodes={setCodes} />
            <CodeApp since={factors.data?.appSince} onCodes={setCodes} />
            {factors.data ? <Recovery factors={factors.data} onCodes={setCodes} /> : null}
            <MyProviders />
            {factors.data?.password ? <PasswordPart /> : null}
          </section>
          <Sessions />
        </div>
      </PageState>
    </ManagePage>
  )
}
