import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { number } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { type Days, termsQuery } from './api'
import { Sort } from './Deflections'
import { Bar, Figures, FunnelHead } from './Funnel'
import { useTexts } from './i18n'
import { inOrder, type Order } from './order'
import styles from './searches.module.css'

/** Terms are what readers typed most, and what became of it. */
export function Terms({ days }: { days: Days }) {
  const t = useTexts()
  const [order, setOrder] = useState<Order>('shown')
  const terms = useQuery(termsQuery(days, false))
  const items = inOrder(terms.data ?? [], order)
  return (
    <section className={`card ${styles.card}`} aria-labelledby="by-term" aria-busy={terms.isPlaceholderData}>
      <header className={styles.about}>
        <h2 id="by-term">{t('termsTitle')}</h2>
        <p className="s soft">{t('termsLead')}</p>
        {items.length > 1 && <Sort order={order} setOrder={setOrder} />}
      </header>
      <PageState queries={[terms]} part>
        {items.length === 0 ? (
          <EmptyState title={t('noTermsTitle')}>{t('noTerms', { count: days })}</EmptyState>
        ) : (
          <>
            <FunnelHead first={t('typed')} />
            <ol className={styles.rows}>
              {items.map((one) => (
                <li key={`${one.language} ${one.term}`} className={`${styles.row} ${styles.funnel}`}>
                  <div className={styles.what}>
                    <b lang={one.language}>{t('quoted', { text: one.term })}</b>
                    <span className="xs quiet">
                      {[
                        languageName(one.language),
                        t('searches', { count: one.searches }),
                        ...(one.failed > 0 ? [t('failedCount', { count: one.failed })] : []),
                      ].join(' · ')}
                    </span>
                    <Bar of={one} />
                  </div>
                  <Figures of={one} />
                </li>
              ))}
            </ol>
          </>
        )}
      </PageState>
      {items.length === 100 && <p className="s quiet">{t('hundred', { count: number(100) })}</p>}
    </section>
  )
}
