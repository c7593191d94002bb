import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Deflection } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { number } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { type Days, deflectionsQuery } from './api'
import { Bar, Figures, FunnelHead } from './Funnel'
import { useTexts } from './i18n'
import { inOrder, type Order } from './order'
import styles from './searches.module.css'

/** Deflections are the articles that were shown before somebody asked, and those that are not shown any more. */
export function Deflections({ days }: { days: Days }) {
  const t = useTexts()
  const [order, setOrder] = useState<Order>('shown')
  const articles = useQuery(deflectionsQuery(days))
  const items = inOrder(articles.data ?? [], order)
  const left = items.filter((one) => one.withheld)
  const rest = items.filter((one) => !one.withheld)
  return (
    <PageState queries={[articles]} part>
      {left.length > 0 && (
        <section className={`card ${styles.card}`} aria-labelledby="withheld">
          <header className={styles.about}>
            <h2 id="withheld">{t('withheldTitle', { count: left.length })}</h2>
            <p className="s soft">{t('withheldLead')}</p>
          </header>
          <FunnelHead first={t('article')} />
          <ol className={styles.rows}>
            {left.map((one) => (
              <Row key={one.articleId} one={one} />
            ))}
          </ol>
        </section>
      )}
      {(rest.length > 0 || left.length === 0) && (
        <section className={`card ${styles.card}`} aria-labelledby="by-article" aria-busy={articles.isPlaceholderData}>
          <header className={styles.about}>
            <h2 id="by-article">{t('articlesTitle')}</h2>
            <p className="s soft">{t('articlesLead')}</p>
            {rest.length > 1 && <Sort order={order} setOrder={setOrder} />}
          </header>
          {rest.length === 0 ? (
            <EmptyState title={t('noArticlesTitle')}>{t('noArticles', { count: days })}</EmptyState>
          ) : (
            <>
              <FunnelHead first={t('article')} />
              <ol className={styles.rows}>
                {rest.map((one) => (
                  <Row key={one.articleId} one={one} />
                ))}
              </ol>
            </>
          )}
        </section>
      )}
    </PageState>
  )
}

/** Sort chooses what comes first. */
export function Sort({ order, setOrder }: { order: Order; setOrder: (order: Order) => void }) {
  const t = useTexts()
  return (
    <div className={styles.sort}>
      <SelectField
        label={t('sort')}
        value={order}
        onChange={setOrder}
        options={[
          { value: 'shown', label: t('mostShown') },
          { value: 'unsolved', label: t('leastSolved') },
          { value: 'asked', label: t('mostAsked') },
        ]}
      />
    </div>
  )
}

function Row({ one }: { one: Deflection }) {
  const t = useTexts()
  const to = `/manage/articles/${one.articleId}`
  const votes = one.helped + one.notHelped
  return (
    <li className={`${styles.row} ${styles.funnel}`}>
      <div className={styles.what}>
        <Link to={to} className={styles.name} lang={one.language}>
          {one.title}
        </Link>
        <span className="xs quiet">
          {[
            languageName(one.language),
            ...(one.state === 'published' ? [] : [t(`state_${one.state}`)]),
            ...(votes > 0 ? [t('helped', { helped: number(one.helped), count: votes })] : []),
          ].join(' · ')}
        </span>
        <Bar of={one} />
        {one.withheld && (
          <p className="s">
            {t('withheld', { score: number(one.helpScore ?? 0) })}{' '}
            <Link to={`${to}?write`} className="strong">
              {t('improve')}
            </Link>
          </p>
        )}
      </div>
      <Figures of={one} />
    </li>
  )
}
