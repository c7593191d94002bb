import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { casesQuery, decisionsQuery } from './api'
import { CaseCard } from './CaseCard'
import styles from './cases.module.css'
import { DecisionCard } from './DecisionCard'
import { useTexts } from './i18n'

/** MyCasesPage is what is being looked at about an expert, why, and what they can say to it. */
export function MyCasesPage() {
  const t = useTexts()
  const cases = useQuery(casesQuery)
  const decisions = useQuery(decisionsQuery)
  return (
    <main className="page">
      <h1>{t('mineTitle')}</h1>
      <p className={`soft ${styles.lead}`}>
        {t('mineLead')} <Link to="/offers">{t('toOffers')}</Link>
      </p>
      <PageState queries={[cases, decisions]}>
        {cases.data?.length === 0 && decisions.data?.items.length === 0 && (
          <EmptyState title={t('mineNone')}>{t('mineNoneText')}</EmptyState>
        )}
        <div className={styles.list}>
          {cases.data?.map((one) => (
            <CaseCard key={one.id} one={one} />
          ))}
        </div>
        {decisions.data && decisions.data.items.length > 0 && (
          <section className={styles.others} aria-label={t('decisions')}>
            <h2>{t('decisions')}</h2>
            <div className={styles.list}>
              {decisions.data.items.map((one) => (
                <DecisionCard key={one.id} one={one} />
              ))}
            </div>
          </section>
        )}
      </PageState>
    </main>
  )
}
