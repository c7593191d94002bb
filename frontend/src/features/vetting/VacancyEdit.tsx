import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNavigate, useParams } from 'react-router'
import { closeVacancy, createVacancy, getVacancy, openVacancy, putVacancy, type Vacancy } from '../../client'
import { Acts } from '../../design/Acts'
import type { Difference } from '../../design/ConflictNote'
import { ErrorNote } from '../../design/ErrorNote'
import list from '../../design/manage.module.css'
import { Gone, PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { useLanguage } from '../../i18n'
import { brandQuery } from '../../queries'
import { vacanciesQuery } from './api'
import { useTexts } from './i18n'
import { Share } from './Share'
import { useSentence } from './useSentence'
import { titleOf } from './VacanciesPage'
import { bodyOf, type VacancyDraft, VacancyFields, valuesOf } from './VacancyFields'
import styles from './vetting.module.css'

/** One vacancy: its links and funnel first, its words below. */
export function VacancyEdit() {
  const { id = '' } = useParams()
  const vacancies = useQuery(vacanciesQuery)
  const vacancy = vacancies.data?.find((one) => one.id === id)
  return (
    <PageState queries={[vacancies]} part>
      {vacancy ? <Edit key={id} vacancy={vacancy} /> : <Gone />}
    </PageState>
  )
}

function Edit({ vacancy }: { vacancy: Vacancy }) {
  const t = useTexts()
  const language = useLanguage()
  const cache = useQueryClient()
  const refresh = () => void cache.invalidateQueries({ queryKey: ['vacancies'] })
  const draft = useDraft<VacancyDraft, Vacancy>({
    source: vacancy,
    toValues: valuesOf,
    keepAs: vacancy.id,
    submit: (values, base) =>
      putVacancy({ path: { id: vacancy.id }, body: { ...bodyOf(values), version: base.version } }),
    reload: () => getVacancy({ path: { id: vacancy.id } }),
    onSaved: refresh,
  })
  const differences = (theirs: Vacancy, mine: VacancyDraft): Difference[] => {
    const other = valuesOf(theirs)
    return [
      { label: t('slug'), theirs: other.slug, mine: mine.slug },
      { label: t('askInChat'), theirs: t(other.askInChat ? 'on' : 'off'), mine: t(mine.askInChat ? 'on' : 'off') },
      { label: t('words'), theirs: JSON.stringify(other.texts), mine: JSON.stringify(mine.texts) },
    ]
  }
  return (
    <section className={`card ${list.form} ${styles.stack}`} aria-label={titleOf(vacancy, language)}>
      <div className="row">
        <h2 className="grow">{titleOf(vacancy, language)}</h2>
        <span className={vacancy.state === 'open' ? 'tag ok' : 'tag'}>{t(vacancy.state)}</span>
      </div>
      <Turn vacancy={vacancy} done={refresh} />
      {vacancy.state !== 'draft' && <Share vacancy={vacancy} />}
      <form onSubmit={submitting(draft)} noValidate>
        <VacancyFields draft={draft} />
        <SaveBar draft={draft} differences={differences} />
      </form>
    </section>
  )
}

/** Opens and closes a vacancy, and shows its page. */
function Turn({ vacancy, done }: { vacancy: Vacancy; done: () => void }) {
  const t = useTexts()
  const sentence = useSentence()
  const path = { id: vacancy.id }
  const turn = useMutation({
    mutationFn: () => (vacancy.state === 'open' ? closeVacancy({ path }) : openVacancy({ path })),
    onSettled: done,
  })
  return (
    <>
      <div className={styles.actions}>
        <Acts>
          <button type="button" className="btn second" onClick={() => turn.mutate()} aria-disabled={turn.isPending}>
            {vacancy.state === 'open' ? t('closeIt') : t('openIt')}
          </button>
        </Acts>
        {vacancy.state !== 'draft' && (
          <a className="btn second" href={`/join/${vacancy.slug}`} target="_blank" rel="noreferrer">
            {t('seePage')}
          </a>
        )}
      </div>
      {turn.error && <ErrorNote title={sentence(turn.error)} icon="flag" />}
    </>
  )
}

/** A new vacancy begins as a draft, in the brand's languages. */
export function VacancyCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const spoken = useQuery(brandQuery).data?.languages
  const source = useMemo<VacancyDraft>(
    () => ({
      slug: '',
      languages: spoken ?? [],
      texts: {},
      cohortSize: 10,
      minAge: 18,
      months: 24,
      closesOn: '',
      askInChat: true,
    }),
    [spoken],
  )
  const draft = useDraft<VacancyDraft, VacancyDraft>({
    source,
    toValues: (values) => values,
    keepAs: 'vacancy',
    submit: async (values) => {
      const made = await createVacancy({ body: bodyOf(values) })
      await cache.invalidateQueries({ queryKey: ['vacancies'] })
      void go(`/manage/vacancies/${made.id}`)
      return source
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('add')}>
      <h2>{t('add')}</h2>
      <form onSubmit={submitting(draft)} noValidate>
        <VacancyFields draft={draft} />
        <SaveBar draft={draft} verb={t('create')} />
      </form>
    </section>
  )
}
