import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link, useOutlet } from 'react-router'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SearchField } from '../../design/SearchField'
import { dayAndYear } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { scenariosQuery } from './api'
import { type Family, type Filter, families, shown } from './families'
import { useTexts } from './i18n'
import { kinds, spoken } from './model'
import css from './scenarios.module.css'
import { Tabs } from './Tabs'

/** ScenariosPage lists the customers to be played: kind by kind, with what became of who played them. */
export function ScenariosPage() {
  const t = useTexts()
  const dialog = useOutlet()
  const mayWrite = !useReads()
  const scenarios = useQuery(scenariosQuery)
  return (
    <ManagePage
      title={t('scenarios')}
      lead={t('scenariosLead')}
      action={
        mayWrite ? (
          <Link className="btn" to="/manage/scenarios/new">
            {t('newScenario')}
          </Link>
        ) : null
      }
    >
      <Tabs />
      <section className={`card ${list.card}`} aria-label={t('scenarios')}>
        <PageState queries={[scenarios]} part>
          <List all={families(scenarios.data?.items ?? [])} />
        </PageState>
      </section>
      {dialog}
    </ManagePage>
  )
}

const everything: Filter = { text: '', kind: '', language: '', state: '' }

function List({ all }: { all: Family[] }) {
  const t = useTexts()
  const [filter, setFilter] = useState(everything)
  const found = useMemo(() => shown(all, filter), [all, filter])
  const change = (part: Partial<Filter>) => setFilter({ ...filter, ...part })
  const any = { value: '' as const, label: t('any') }
  const states = ['live', 'draft', 'retired'] as const
  return (
    <>
      <div className={`${list.tools} ${css.filters}`}>
        <SearchField label={t('search')} value={filter.text} onChange={(text) => change({ text })} />
        <SelectField
          label={t('kind')}
          value={filter.kind}
          options={[any, ...kinds.map((kind) => ({ value: kind, label: t(kind) }))]}
          onChange={(kind) => change({ kind })}
        />
        <SelectField
          label={t('language')}
          value={filter.language}
          options={[
            { value: '', label: t('any') },
            ...spoken.map((tag) => ({ value: tag as string, label: languageName(tag) })),
          ]}
          onChange={(language) => change({ language })}
        />
        <SelectField
          label={t('state')}
          value={filter.state}
          options={[any, ...states.map((state) => ({ value: state, label: t(state) }))]}
          onChange={(state) => change({ state })}
        />
      </div>
      {all.length === 0 ? <EmptyState title={t('noScenarios')}>{t('noScenariosText')}</EmptyState> : null}
      {all.length > 0 && found.length === 0 ? (
        <EmptyState
          title={t('noneFit')}
          action={
            <button type="button" className="btn second" onClick={() => setFilter(everything)}>
              {t('showAll')}
            </button>
          }
        />
      ) : null}
      {kinds.map((kind) => {
        const ofKind = found.filter((one) => one.newest.kind === kind)
        return ofKind.length > 0 ? (
          <section key={kind} aria-label={t(kind)}>
            <h2 className={css.kind}>
              {t(kind)} <span className="s quiet">{t(`${kind}_about`)}</span>
            </h2>
            <ul className={list.rows}>
              {ofKind.map((one) => (
                <li key={`${one.id}/${one.language}`}>
                  <Row one={one} />
                </li>
              ))}
            </ul>
          </section>
        ) : null
      })}
    </>
  )
}

function Row({ one }: { one: Family }) {
  const t = useTexts()
  const { newest, live, draft } = one
  const day = newest.publishedAt ?? newest.madeAt
  return (
    <Link to={`/manage/scenarios/${one.id}/${one.language}`} className={`${list.row} ${css.row}`}>
      <span className={css.tongue} aria-hidden="true">
        {one.language.toUpperCase()}
      </span>
      <span>
        <b className={list.name}>{newest.title || t('untitled')}</b>
        <span className={`s soft ${css.block}`}>
          {languageName(one.language)} ·{' '}
          {newest.shipped ? t('shipped') : t('byOn', { name: newest.author ?? '', day: dayAndYear(day) })}
        </span>
      </span>
      <Outcomes one={one} />
      <span className={`${list.aside} ${css.states}`}>
        {live ? <span className="tag ok">{t('liveVersion', { version: live.version })}</span> : null}
        {draft ? <span className="tag accent">{t('draftVersion', { version: draft.version })}</span> : null}
        {live || draft ? null : <span className="tag">{t('retired')}</span>}
      </span>
    </Link>
  )
}

/** Outcomes are how often it was played and how that went, in words and as one bar. */
export function Outcomes({ one }: { one: Pick<Family, 'played' | 'solved' | 'walkedOff' | 'timeUp'> }) {
  const t = useTexts()
  const { played, solved, walkedOff, timeUp } = one
  if (played === 0) return <span className={`s quiet ${css.outcomes}`}>{t('notPlayedYet')}</span>
  return (
    <span className={css.outcomes}>
      <span className="s">
        <b className="fig">{played}</b> {t('times', { count: played })}
      </span>
      <span className="s soft">
        <Icon name="check" size={14} /> {t('outcome_solved', { count: solved })},{' '}
        {t('outcome_walkedOff', { count: walkedOff })}, {t('outcome_timeUp', { count: timeUp })}
      </span>
    </span>
  )
}
