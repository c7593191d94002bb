import { useQuery } from '@tanstack/react-query'
import { Link, NavLink, useOutlet } from 'react-router'
import type { Vacancy } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ListDetail, ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { useLanguage } from '../../i18n'
import { vacanciesQuery } from './api'
import { useTexts } from './i18n'
import styles from './vetting.module.css'

/** Vacancies: what they say, where they are shared, and how far people came. */
export function VacanciesPage() {
  const t = useTexts()
  const detail = useOutlet()
  return (
    <ManagePage
      title={t('vacancies')}
      lead={t('vacanciesLead')}
      action={
        <span className="row">
          <Link className="btn second" to="/manage/applications">
            {t('toApplications')}
          </Link>
          <Acts>
            <Link className="btn" to="/manage/vacancies/new">
              {t('add')}
            </Link>
          </Acts>
        </span>
      }
    >
      <ListDetail
        list={<Vacancies />}
        detail={detail}
        hint={<EmptyState title={t('pickVacancy')}>{t('pickVacancyText')}</EmptyState>}
        backTo="/manage/vacancies"
      />
    </ManagePage>
  )
}

function Vacancies() {
  const t = useTexts()
  const vacancies = useQuery(vacanciesQuery)
  const items = vacancies.data ?? []
  return (
    <section className={`card ${list.card}`} aria-label={t('vacancies')}>
      <PageState queries={[vacancies]} part>
        {items.length === 0 && <EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
        <ul className={list.rows}>
          {items.map((vacancy) => (
            <li key={vacancy.id}>
              <Row vacancy={vacancy} />
            </li>
          ))}
          <li>
            <NavLink to="/manage/vacancies/policies" className={list.row}>
              <span className={styles.initials} aria-hidden="true">
                §
              </span>
              <b className={list.name}>{t('policiesTitle')}</b>
            </NavLink>
          </li>
        </ul>
      </PageState>
    </section>
  )
}

/** titleOf is what a vacancy is called in the reader's language, or in its own first. */
export function titleOf(vacancy: Vacancy, language: string): string {
  const first = vacancy.languages[0] ?? ''
  return vacancy.texts[language]?.title || vacancy.texts[first]?.title || vacancy.slug
}

function Row({ vacancy }: { vacancy: Vacancy }) {
  const t = useTexts()
  const language = useLanguage()
  const { id, state, slug, submitted } = vacancy
  return (
    <NavLink to={`/manage/vacancies/${id}`} className={list.row}>
      <span className={styles.initials} aria-hidden="true">
        {slug.slice(0, 2).toUpperCase()}
      </span>
      <span>
        <b className={list.name}>{titleOf(vacancy, language)}</b>
        <span className={`s soft ${styles.block}`}>/join/{slug}</span>
      </span>
      <span className={list.aside}>
        <span className={state === 'open' ? 'tag ok' : 'tag'}>{t(state)}</span>
        {submitted > 0 && <span className={styles.block}>{t('applicationsCount', { count: submitted })}</span>}
      </span>
    </NavLink>
  )
}
