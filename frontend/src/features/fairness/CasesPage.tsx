import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { casesQuery } from './api'
import { CaseCard } from './CaseCard'
import styles from './cases.module.css'
import { useTexts } from './i18n'
import { OpenCase } from './OpenCase'

/** CasesPage is what staff decide about experts: what waits for them first, then all others. */
export function CasesPage() {
  const t = useTexts()
  const cases = useQuery(casesQuery)
  const [opening, setOpening] = useState(false)
  const all = cases.data ?? []
  const waiting = all.filter((one) => one.may.length > 0)
  const others = all.filter((one) => one.may.length === 0)
  const action = useReads() ? undefined : (
    <button type="button" className="btn" onClick={() => setOpening(true)}>
      {t('open')}
    </button>
  )
  return (
    <ManagePage title={t('casesTitle')} lead={t('casesLead')} action={action}>
      <PageState queries={[cases]}>
        {waiting.length === 0 && <EmptyState title={t('casesNone')}>{t('casesNoneText')}</EmptyState>}
        <div className={styles.list}>
          {waiting.map((one) => (
            <CaseCard key={one.id} one={one} staff />
          ))}
        </div>
        {others.length > 0 && (
          <section className={styles.others} aria-label={t('casesOthers')}>
            <h2>{t('casesOthers')}</h2>
            <div className={styles.list}>
              {others.map((one) => (
                <CaseCard key={one.id} one={one} staff />
              ))}
            </div>
          </section>
        )}
      </PageState>
      {opening && <OpenCase onClose={() => setOpening(false)} />}
    </ManagePage>
  )
}
