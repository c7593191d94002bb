import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import type { ArticleRow } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SearchField } from '../../design/SearchField'
import { languageName } from '../../i18n/languageName'
import { articlesQuery, type Standing, useBase } from './api'
import styles from './articles.module.css'
import { useTexts } from './i18n'

const standings = ['review', 'due', 'draft', 'published', 'archived'] as const

/** What customers read, for those who write and review it. */
export function ArticlesPage() {
  const t = useTexts()
  const detail = useOutlet()
  const base = useBase()
  const action = (
    <Acts>
      <Link className="btn" to={`${base}/new`}>
        {t('new')}
      </Link>
    </Acts>
  )
  return (
    <ManagePage title={t('title')} lead={t('lead')} action={action}>
      <ListDetail
        list={<ArticleList />}
        detail={detail}
        hint={<EmptyState title={t('hintTitle')}>{t('hint')}</EmptyState>}
        backTo={base}
      />
    </ManagePage>
  )
}

function ArticleList() {
  const t = useTexts()
  const [standing, setStanding] = useState<Standing>('')
  const [query, setQuery] = useState('')
  const [asked] = useDebouncedValue(query, 200)
  const articles = useQuery(articlesQuery(standing, asked))
  const items = articles.data ?? []
  const filtered = standing !== '' || query !== ''
  return (
    <section className={`card ${list.card}`} aria-label={t('list')}>
      <div className={styles.filters}>
        <SearchField label={t('find')} value={query} onChange={setQuery} />
        <SelectField
          label={t('standing')}
          value={standing}
          onChange={setStanding}
          options={[{ value: '', label: t('all') }, ...standings.map((one) => ({ value: one, label: t(one) }))]}
        />
      </div>
      <PageState queries={[articles]} part>
        {items.length === 0 ? (
          <EmptyState title={t(filtered ? 'noneTitle' : 'emptyTitle')}>{t(filtered ? 'none' : 'empty')}</EmptyState>
        ) : null}
        <ul className={list.rows} aria-busy={articles.isPlaceholderData}>
          {items.map((article) => (
            <Row key={article.id} article={article} />
          ))}
        </ul>
      </PageState>
    </section>
  )
}

function Row({ article }: { article: ArticleRow }) {
  const t = useTexts()
  const base = useBase()
  const votes = article.helped + article.notHelped
  return (
    <li>
      <NavLink to={`${base}/${article.id}`} className={`${list.row} ${styles.row}`}>
        <span className={styles.words}>
          <b className={list.name} lang={article.language}>
            {article.title}
          </b>
          <span className="xs quiet">
            {[languageName(article.language), t('by', { name: article.author.name })].join(', ')}
          </span>
          {votes > 0 && (
            <span className="xs quiet">{t('helped', { helped: article.helped, not: article.notHelped })}</span>
          )}
        </span>
        <span className="tag">{t(article.due && article.state === 'published' ? 'due' : article.state)}</span>
      </NavLink>
    </li>
  )
}
