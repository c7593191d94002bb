import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import type { Fact } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { CheckField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SearchField } from '../../design/SearchField'
import { languageName } from '../../i18n/languageName'
import { Rich } from '../../i18n/rich'
import { brandQuery } from '../../queries'
import { type Filter, factsQuery, noFilter } from './api'
import { useTexts } from './i18n'
import styles from './knowledge.module.css'
import { useProductOptions, useReasonOptions } from './options'

/** What the brand knows to be true. */
export function FactsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <Link className="btn" to="/manage/facts/new">
          {t('new')}
        </Link>
      }
    >
      <ListDetail
        list={<FactList />}
        detail={detail}
        hint={<EmptyState title={t('hintTitle')}>{t('hint')}</EmptyState>}
        backTo="/manage/facts"
      />
    </ManagePage>
  )
}

function FactList() {
  const t = useTexts()
  const [filter, setFilter] = useState(noFilter)
  const [asked] = useDebouncedValue(filter, 200)
  const facts = useQuery(factsQuery(asked))
  const items = facts.data ?? []
  const filtered = JSON.stringify({ ...filter, archived: false }) !== JSON.stringify(noFilter)
  return (
    <section className={`card ${list.card}`} aria-label={t('list')}>
      <Filters filter={filter} change={(part) => setFilter((now) => ({ ...now, ...part }))} />
      <PageState queries={[facts]} part>
        {items.length === 0 ? (
          <EmptyState title={t(filtered ? 'noneTitle' : 'emptyTitle')}>{t(filtered ? 'none' : 'empty')}</EmptyState>
        ) : null}
        <ul className={list.rows} aria-busy={facts.isPlaceholderData}>
          {items.map((fact) => (
            <Row key={fact.id} fact={fact} />
          ))}
        </ul>
      </PageState>
    </section>
  )
}

function Row({ fact }: { fact: Fact }) {
  const t = useTexts()
  const products = useProductOptions()
  const product = products.find((option) => option.value === fact.productId)?.label
  return (
    <li>
      <NavLink to={`/manage/facts/${fact.id}`} className={`${list.row} ${styles.row}`}>
        <span className={styles.words} lang={fact.language}>
          <b className={list.name}>{fact.title}</b>
          <span className={`s soft ${styles.clamp}`}>{fact.body}</span>
          <span className={`xs quiet ${styles.meta}`} lang="">
            <span>{[product, languageName(fact.language)].filter(Boolean).join(', ')}</span>
            <Did fact={fact} />
          </span>
        </span>
        {fact.archived ? <span className="tag">{t('archived')}</span> : null}
      </NavLink>
    </li>
  )
}

/** Did is how often a fact was used, and how often the conversation was solved then. */
export function Did({ fact }: { fact: Fact }) {
  const t = useTexts()
  return (
    <span className="xs quiet">
      {fact.used === 0 ? (
        t('unused')
      ) : (
        <Rich
          text={t('used', { count: fact.used, solved: fact.solved })}
          marks={{ b: (inner) => <b className="fig">{inner}</b> }}
        />
      )}
    </span>
  )
}

function Filters({ filter, change }: { filter: Filter; change: (part: Partial<Filter>) => void }) {
  const t = useTexts()
  const languages = useQuery(brandQuery).data?.languages ?? []
  return (
    <div className={styles.filters}>
      <div className={styles.find}>
        <SearchField label={t('find')} value={filter.query} onChange={(query) => change({ query })} />
      </div>
      <Choice
        label={t('product')}
        all={t('allProducts')}
        value={filter.productId}
        options={useProductOptions()}
        onChange={(productId) => change({ productId })}
      />
      <Choice
        label={t('reason')}
        all={t('allReasons')}
        value={filter.reasonId}
        options={useReasonOptions()}
        onChange={(reasonId) => change({ reasonId })}
      />
      <Choice
        label={t('language')}
        all={t('allLanguages')}
        value={filter.language}
        options={languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
        onChange={(language) => change({ language })}
      />
      <CheckField label={t('showArchived')} checked={filter.archived} onChange={(archived) => change({ archived })} />
    </div>
  )
}

interface ChoiceProps {
  label: string
  all: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <span className={styles.choice}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={16} />
    </span>
  )
}
