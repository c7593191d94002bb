import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { ProblemError } from '../../app/problem'
import { changeExpert, getExpert, invitePerson } from '../../client'
import { Acts } from '../../design/Acts'
import { Bird } from '../../design/Bird'
import type { Difference } from '../../design/ConflictNote'
import { ChoiceField, TextField } from '../../design/fields'
import { Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { OneTimeLink } from '../../design/OneTimeLink'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft, useFieldErrors } from '../../design/useDraft'
import { useRefusalSentence, useWords } from '../../design/words'
import { useLanguage } from '../../i18n'
import { dayAndYear } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { expertQuery, topicsQuery } from './api'
import { NameFields, RightsFields } from './ExpertFields'
import { useTexts } from './i18n'
import { ManageLevel } from './level/ManageLevel'
import styles from './roster.module.css'
import { topicWords } from './topics'
import type { Expert, ExpertValues } from './types'
import { useLevelNames, useStateNames } from './words'

/** One expert, to be changed. */
export function ExpertEdit() {
  const { id = '' } = useParams()
  const expert = useQuery(expertQuery(id))
  return (
    <PageState queries={[expert]} part>
      {expert.data && <Edit key={id} expert={expert.data} />}
    </PageState>
  )
}

export function valuesOf(expert: Expert): ExpertValues {
  const { name, displayName, alias, bird, level, languages, topics, state, brandCustomerId = '' } = expert
  return { name, displayName, alias, bird, level, languages, topics, state, brandCustomerId }
}

function Edit({ expert }: { expert: Expert }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft({
    source: expert,
    toValues: valuesOf,
    keepAs: expert.id,
    submit: (values, base) => changeExpert({ path: { id: expert.id }, body: { ...values, version: base.version } }),
    reload: () => getExpert({ path: { id: expert.id } }),
    onSaved: (saved) => {
      cache.setQueryData(expertQuery(saved.id).queryKey, saved)
      void cache.invalidateQueries({ queryKey: ['experts', 'pages'] })
    },
  })
  const error = useFieldErrors(draft)
  const words = useWords()
  const differences = useDifferences()
  const { values, set } = draft
  return (
    <section className={`card ${list.form}`} aria-label={expert.displayName}>
      <div className={list.formHead}>
        <Bird number={values.bird} size={56} />
        <div className="grow">
          <h2>{expert.displayName}</h2>
          <p className="s quiet">
            {expert.email}, {t('since', { date: dayAndYear(expert.createdAt) })}
          </p>
        </div>
        <Link className="btn second small" to={`/manage/growth/${expert.id}`}>
          {t('growth')}
        </Link>
        <Link className="btn second small" to={`/manage/points/${expert.id}`}>
          {t('points')}
        </Link>
        <Link className="btn second small" to={`/manage/merit/${expert.id}`}>
          {t('merit')}
        </Link>
      </div>
      <form onSubmit={submitting(draft)} noValidate>
        <Section title={t('whoTitle')}>
          <TextField
            label={t('name')}
            hint={t('nameHint')}
            value={values.name}
            onChange={(name) => set({ name })}
            error={error('name')}
            required
            maxLength={80}
            autoComplete="off"
          />
          <NameFields values={values} set={set} error={error} />
          <TextField
            label={t('brandCustomer')}
            hint={t('brandCustomerHint')}
            optional={words('optional')}
            value={values.brandCustomerId}
            onChange={(brandCustomerId) => set({ brandCustomerId })}
            error={error('brandCustomerId')}
            maxLength={128}
            autoComplete="off"
          />
        </Section>
        <RightsFields values={values} set={set} error={error} />
        <StateField was={expert} values={values} set={set} error={error('state')} />
        <SaveBar draft={draft} differences={differences} />
      </form>
      <div className={styles.after}>
        <ManageLevel id={expert.id} name={expert.displayName} />
        <Acts>
          <NewLink expert={expert} />
        </Acts>
      </div>
    </section>
  )
}

function StateField({
  was,
  values,
  set,
  error,
}: {
  was: Expert
  values: ExpertValues
  set: (change: Partial<ExpertValues>) => void
  error?: string
}) {
  const t = useTexts()
  const names = useStateNames()
  const out = was.state === 'suspended' || (was.state === 'retired' && was.levelName !== 'alumni')
  const open = out ? [was.state] : [...new Set([was.state, 'active' as const, 'paused' as const])]
  const says = {
    active: t('stateActive'),
    paused: t('statePaused'),
    suspended: t('stateSuspended'),
    retired: t('stateRetired'),
  }
  return (
    <Section title={t('stateTitle')}>
      <ChoiceField
        label={t('state')}
        hint={`${says[values.state]} ${t('stateByCase')}`}
        value={values.state}
        onChange={(state) => set({ state })}
        options={open.map((value) => ({ value, label: names[value] }))}
        error={error}
      />
    </Section>
  )
}

function useDifferences(): (theirs: Expert, mine: ExpertValues) => Difference[] {
  const t = useTexts()
  const levels = useLevelNames()
  const states = useStateNames()
  const reasons = useQuery(topicsQuery(useLanguage())).data ?? []
  const say = (values: ExpertValues): [string, string][] => [
    [t('name'), values.name],
    [t('displayName'), values.displayName],
    [t('alias'), values.alias],
    [t('bird'), String(values.bird + 1)],
    [t('level'), levels[values.level] ?? ''],
    [t('languages'), values.languages.map(languageName).join(', ')],
    [t('topicsTitle'), topicWords(values.topics, reasons, t('topicLearning'))],
    [t('stateTitle'), states[values.state]],
    [t('brandCustomer'), values.brandCustomerId],
  ]
  return (theirs, mine) => {
    const ours = say(mine)
    return say(valuesOf(theirs)).map(([label, value], index) => ({
      label,
      theirs: value,
      mine: ours[index]?.[1] ?? '',
    }))
  }
}

function NewLink({ expert }: { expert: Expert }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const make = useMutation({ mutationFn: () => invitePerson({ path: { id: expert.id } }) })
  return (
    <Section title={t('linkTitle')} note={t('linkNote')}>
      {make.data ? (
        <OneTimeLink link={make.data.link} expiresAt={make.data.expiresAt} name={expert.displayName} />
      ) : (
        <div>
          <button
            type="button"
            className="btn second small"
            aria-disabled={make.isPending}
            onClick={() => make.mutate()}
          >
            {make.isPending ? t('linkMaking') : t('linkMake')}
          </button>
          {make.error instanceof ProblemError && (
            <p className="s" role="alert">
              {sentence(make.error)}
            </p>
          )}
        </div>
      )}
    </Section>
  )
}
