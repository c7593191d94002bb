import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { enrolExpert } from '../../client'
import { ChoiceField, TextField } from '../../design/fields'
import { Pair, Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { OneTimeLink } from '../../design/OneTimeLink'
import { SaveBar, submitting } from '../../design/SaveBar'
import { type Draft, useDraft, useFieldErrors } from '../../design/useDraft'
import { brandQuery } from '../../queries'
import { NameFields, RightsFields } from './ExpertFields'
import { useTexts } from './i18n'
import styles from './roster.module.css'
import type { Expert, ExpertValues } from './types'

type Language = 'en' | 'nl'
type Values = Omit<ExpertValues, 'state' | 'brandCustomerId'> & { email: string; language: Language }
type Created = { expert: Expert; link: string; expiresAt: string }

/** What a new expert begins with: a Rookie without topics. */
const blank: Values = {
  email: '',
  name: '',
  displayName: '',
  alias: '',
  bird: 0,
  level: 1,
  languages: [],
  topics: [],
  language: 'en',
}

/** A new expert: the form, then the link that opens once. */
export function ExpertCreate() {
  const [created, setCreated] = useState<Created>()
  if (created) return <Welcome created={created} another={() => setCreated(undefined)} />
  return <Create onCreated={setCreated} />
}

function Create({ onCreated }: { onCreated: (created: Created) => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const spoken = useQuery(brandQuery).data?.languages
  const source = useMemo(() => ({ ...blank, languages: spoken ?? [] }), [spoken])
  const draft = useDraft<Values, Values>({
    source,
    toValues: (values) => values,
    keepAs: 'expert',
    submit: async ({ alias, ...values }) => {
      const made = await enrolExpert({ body: { ...values, ...(alias.trim() ? { alias: alias.trim() } : {}) } })
      void cache.invalidateQueries({ queryKey: ['experts', 'pages'] })
      onCreated(made)
      return blank
    },
  })
  const error = useFieldErrors(draft)
  return (
    <section className={`card ${list.form}`} aria-label={t('createTitle')}>
      <div className={list.formHead}>
        <h2>{t('createTitle')}</h2>
      </div>
      <form onSubmit={submitting(draft)} noValidate>
        <WhoFields draft={draft} />
        <RightsFields values={draft.values} set={draft.set} error={error} />
        <SaveBar draft={draft} verb={t('createVerb')} />
      </form>
    </section>
  )
}

function WhoFields({ draft }: { draft: Draft<Values, Values> }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  /** The name for customers follows the first name until it is changed by hand. */
  const rename = (name: string) => {
    const follows = values.displayName === firstOf(values.name)
    set(follows ? { name, displayName: firstOf(name) } : { name })
  }
  return (
    <Section title={t('whoTitle')}>
      <Pair>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={values.name}
          onChange={rename}
          error={error('name')}
          required
          maxLength={80}
          autoComplete="off"
        />
        <TextField
          label={t('email')}
          hint={t('emailHint')}
          type="email"
          value={values.email}
          onChange={(email) => set({ email })}
          error={error('email')}
          required
          autoComplete="off"
        />
      </Pair>
      <NameFields values={values} set={set} error={error} fresh />
      <ChoiceField
        label={t('interface')}
        value={values.language}
        onChange={(language) => set({ language })}
        options={[
          { value: 'en', label: t('english') },
          { value: 'nl', label: t('dutch') },
        ]}
      />
    </Section>
  )
}

function firstOf(name: string): string {
  return name.trim().split(/\s+/)[0] ?? ''
}

function Welcome({ created, another }: { created: Created; another: () => void }) {
  const t = useTexts()
  const name = created.expert.displayName
  return (
    <section className={`card ${list.form} ${styles.created}`} aria-label={t('createdTitle', { name })}>
      <h2>{t('createdTitle', { name })}</h2>
      <OneTimeLink link={created.link} expiresAt={created.expiresAt} name={name} />
      <div className="row">
        <Link className="btn second" to={`/manage/experts/${created.expert.id}`}>
          {t('createdOpen', { name })}
        </Link>
        <button type="button" className="btn second" onClick={another}>
          {t('createdAnother')}
        </button>
      </div>
    </section>
  )
}
