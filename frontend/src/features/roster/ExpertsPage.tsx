import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, NavLink, useOutlet } from 'react-router'
import { Acts } from '../../design/Acts'
import { Bird } from '../../design/Bird'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { fixed, number } from '../../i18n/format'
import { expertPages } from './api'
import { useTexts } from './i18n'
import styles from './roster.module.css'
import type { Expert, ExpertState } from './types'
import { useLevelNames, usePresenceWords, useStateNames } from './words'

const states: ExpertState[] = ['active', 'paused', 'suspended', 'retired']

/** Who answers, and what about. */
export function ExpertsPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <span className="row">
          <Link className="btn second" to="/manage/talents">
            {t('talents')}
          </Link>
          <Acts>
            <Link className="btn" to="/manage/experts/new">
              {t('welcome')}
            </Link>
          </Acts>
        </span>
      }
    >
      <ListDetail
        list={<ExpertList />}
        detail={detail}
        hint={<EmptyState title={t('hintTitle')}>{t('hint')}</EmptyState>}
        backTo="/manage/experts"
      />
    </ManagePage>
  )
}

function ExpertList() {
  const t = useTexts()
  const words = useWords()
  const stateNames = useStateNames()
  const [state, setState] = useState<ExpertState | 'all'>('all')
  const experts = useInfiniteQuery(expertPages(state))
  const rows = experts.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('title')}>
      <div className={list.tools}>
        <SelectField
          label={t('filter')}
          value={state}
          onChange={setState}
          options={[{ value: 'all', label: t('all') }, ...states.map((s) => ({ value: s, label: stateNames[s] }))]}
        />
      </div>
      <PageState queries={[experts]} part>
        {rows.length === 0 && <NoRows filtered={state !== 'all'} />}
        <ul className={list.rows}>
          {rows.map((expert) => (
            <li key={expert.id}>
              <ExpertRow expert={expert} />
            </li>
          ))}
        </ul>
        {experts.hasNextPage && (
          <button type="button" className="btn second small" onClick={() => void experts.fetchNextPage()}>
            {words('more')}
          </button>
        )}
      </PageState>
    </section>
  )
}

function NoRows({ filtered }: { filtered: boolean }) {
  const t = useTexts()
  if (filtered) return <p className="s soft">{t('emptyFilter')}</p>
  return <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
}

function ExpertRow({ expert }: { expert: Expert }) {
  const t = useTexts()
  const levels = useLevelNames()
  const presence = usePresenceWords()
  const stateNames = useStateNames()
  const active = expert.state === 'active'
  return (
    <NavLink to={`/manage/experts/${expert.id}`} className={list.row}>
      <Bird number={expert.bird} size={36} />
      <span>
        <b className={list.name}>{expert.displayName}</b> <span className="s quiet">{expert.alias}</span>
        <span className={`s soft ${styles.second}`}>
          {levels[expert.level]}
          {expert.quality && expert.quality.ratings > 0 && (
            <>
              {', '}
              {t('quality', { mean: fixed(expert.quality.mean, 2), ratings: number(expert.quality.ratings) })}
            </>
          )}
        </span>
      </span>
      <span className={list.aside}>
        {active ? (
          <>
            <span className={styles.presence} data-presence={expert.presence}>
              {presence[expert.presence]}
            </span>
            <span className={`${styles.second} quiet`}>
              {t('seats', { taken: expert.takenSeats, open: expert.openSeats })}
            </span>
          </>
        ) : (
          <span className="tag">{stateNames[expert.state]}</span>
        )}
      </span>
    </NavLink>
  )
}
