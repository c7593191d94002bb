import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addSource, type Funnel, openCohort, startCohort, type Vacancy } from '../../client'
import { CopyBox } from '../../design/CopyBox'
import { ErrorNote } from '../../design/ErrorNote'
import { TextField } from '../../design/fields'
import { Section } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { dayAndYear, number } from '../../i18n/format'
import { Ask } from './Ask'
import { funnelQuery, sourcesQuery } from './api'
import { useTexts } from './i18n'
import { useSentence } from './useSentence'
import styles from './vetting.module.css'

/** Share is where a vacancy is shared, how far people came, and which groups there are. */
export function Share({ vacancy }: { vacancy: Vacancy }) {
  const funnel = useQuery(funnelQuery(vacancy.id))
  return (
    <>
      <Links vacancy={vacancy} />
      <PageState queries={[funnel]} part>
        {funnel.data && (
          <>
            <Sources funnel={funnel.data} />
            <Groups vacancy={vacancy} funnel={funnel.data} />
            {vacancy.state === 'open' && <Ask vacancy={vacancy} funnel={funnel.data} />}
          </>
        )}
      </PageState>
    </>
  )
}

function Links({ vacancy }: { vacancy: Vacancy }) {
  const t = useTexts()
  const sentence = useSentence()
  const cache = useQueryClient()
  const sources = useQuery(sourcesQuery(vacancy.id))
  const [source, setSource] = useState('')
  const make = useMutation({
    mutationFn: () => addSource({ path: { id: vacancy.id }, body: { source } }),
    onSuccess: () => {
      setSource('')
      void cache.invalidateQueries({ queryKey: ['vacancies'] })
    },
  })
  const address = `${location.origin}/join/${vacancy.slug}`
  return (
    <Section title={t('share')} note={t('shareNote')}>
      <ul className={styles.links}>
        {(sources.data?.items ?? []).map((one) => (
          <li key={one.id}>
            <b className="s">{one.source}</b>
            <CopyBox text={`${address}?s=${one.code}`} label={t('linkOf', { source: one.source })} />
          </li>
        ))}
      </ul>
      <form
        className={`${styles.actions} ${styles.fieldAndButton}`}
        onSubmit={(event) => {
          event.preventDefault()
          if (source.trim() && !make.isPending) make.mutate()
        }}
      >
        <TextField label={t('source')} value={source} onChange={setSource} maxLength={60} />
        <button type="submit" className="btn second" aria-disabled={!source.trim()}>
          {t('makeLink')}
        </button>
      </form>
      {make.error && <ErrorNote title={sentence(make.error)} icon="flag" />}
    </Section>
  )
}

function Sources({ funnel }: { funnel: Funnel }) {
  const t = useTexts()
  return (
    <Section
      title={t('funnel')}
      note={
        funnel.answered > 0 && t('funnelNote', { inTime: number(funnel.inTime), answered: number(funnel.answered) })
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by the keyboard */}
      <section className={styles.wide} tabIndex={0} aria-label={t('funnel')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('colSource')}</th>
              <th scope="col">{t('colViews')}</th>
              <th scope="col">{t('colApplied')}</th>
              <th scope="col">{t('colInvited')}</th>
              <th scope="col">{t('colAccepted')}</th>
            </tr>
          </thead>
          <tbody>
            {funnel.sources.map((one) => (
              <tr key={one.kind + (one.source ?? '')}>
                <td>{one.source || (one.kind === 'invitation' ? t('personally') : t('direct'))}</td>
                <td className="fig">{one.kind === 'direct' ? '' : number(one.views)}</td>
                <td className="fig">{number(one.applied)}</td>
                <td className="fig">{number(one.invited)}</td>
                <td className="fig">{number(one.accepted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  )
}

function Groups({ vacancy, funnel }: { vacancy: Vacancy; funnel: Funnel }) {
  const t = useTexts()
  const sentence = useSentence()
  const cache = useQueryClient()
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: ['vacancies'] })
      void cache.invalidateQueries({ queryKey: ['applications'] })
    },
  })
  const filling = funnel.cohorts.find((one) => one.state === 'filling')
  return (
    <Section title={t('groups')} note={t('groupsNote')}>
      {funnel.cohorts.length === 0 && <p className="s soft">{t('noGroups')}</p>}
      <ul className={styles.facts}>
        {funnel.cohorts.map((one) => (
          <li key={one.id}>
            <b>{t('cohort', { no: one.no })}</b> {t('places', { taken: number(one.taken), size: number(one.size) })},{' '}
            {one.startedAt ? t('started', { date: dayAndYear(one.startedAt) }) : t('filling')}
          </li>
        ))}
      </ul>
      <div className={styles.actions}>
        {filling ? (
          <button
            type="button"
            className="btn second"
            onClick={() => act.mutate(() => startCohort({ path: { id: filling.id } }))}
          >
            {t('startGroup')}
          </button>
        ) : (
          <button
            type="button"
            className="btn second"
            onClick={() => act.mutate(() => openCohort({ path: { id: vacancy.id }, body: {} }))}
          >
            {t('openGroup')}
          </button>
        )}
      </div>
      {act.error && <ErrorNote title={sentence(act.error)} icon="flag" />}
    </Section>
  )
}
