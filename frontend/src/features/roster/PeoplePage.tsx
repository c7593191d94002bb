import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { useActor } from '../../app/session'
import { addPerson, changePerson, invitePerson, type Person } from '../../client'
import { Face } from '../../design/Bird'
import { ChoiceField, TextField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { OneTimeLink } from '../../design/OneTimeLink'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft, useFieldErrors } from '../../design/useDraft'
import { peopleQuery } from './api'
import { useTexts } from './i18n'
import styles from './roster.module.css'

/** Who manages. Admins only. */
export function PeoplePage() {
  const t = useTexts()
  const reads = useActor().role === 'auditor'
  const people = useQuery(peopleQuery)
  const staff = people.data?.filter((person) => person.role !== 'expert') ?? []
  return (
    <ManagePage
      title={t('peopleTitle')}
      lead={t('peopleLead')}
      action={
        <Link className="btn second" to="/manage/providers">
          {t('toProviders')}
        </Link>
      }
    >
      <PageState queries={[people]} part>
        <div className={styles.people}>
          <section className={`card ${list.form}`} aria-label={t('managing')}>
            <h2>{t('managing')}</h2>
            <ul className={styles.rowsOfPeople}>
              {staff.map((person) => (
                <li key={person.id}>
                  <PersonRow person={person} />
                </li>
              ))}
            </ul>
          </section>
          {reads ? null : <Invite />}
        </div>
      </PageState>
    </ManagePage>
  )
}

type Work = 'rest' | 'disabling'

function PersonRow({ person }: { person: Person }) {
  const t = useTexts()
  const actor = useActor()
  const [me, reads] = [actor.id === person.id, actor.role === 'auditor']
  const [work, setWork] = useState<Work>('rest')
  const change = useChange(person)
  const link = useMutation({ mutationFn: () => invitePerson({ path: { id: person.id } }) })
  const states = { invited: t('invited'), active: t('enabled'), disabled: t('disabled') }
  return (
    <>
      <div className={styles.person}>
        <Face name={person.name} />
        <div>
          <b>{person.name}</b> {me && <span className="s quiet">{t('you')}</span>}
          <div className="s soft">
            {t(person.role === 'expert' ? 'manager' : person.role)}, {person.email}
          </div>
        </div>
        <div className={styles.actions}>
          {person.state !== 'active' && <span className="tag">{states[person.state]}</span>}
          {!me && !reads && (
            <Actions person={person} ask={() => setWork('disabling')} change={change.mutate} link={link.mutate} />
          )}
        </div>
      </div>
      {work === 'disabling' && (
        <Disabling
          person={person}
          no={() => setWork('rest')}
          yes={() => change.mutate({ disabled: true }, { onSuccess: () => setWork('rest') })}
        />
      )}
      {link.data && (
        <div className={styles.below}>
          <OneTimeLink link={link.data.link} expiresAt={link.data.expiresAt} name={person.name} />
        </div>
      )}
      <Refused error={change.error ?? link.error} />
    </>
  )
}

type Change = { disabled?: boolean; role?: 'manager' | 'admin' | 'auditor' }

function useChange(person: Person) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: Change) => changePerson({ path: { id: person.id }, body }),
    onSettled: () => cache.invalidateQueries({ queryKey: peopleQuery.queryKey }),
  })
}

interface ActionsProps {
  person: Person
  ask: () => void
  change: (change: Change) => void
  link: () => void
}

function Actions({ person, ask, change, link }: ActionsProps) {
  const t = useTexts()
  const named = (verb: string) => `${verb}: ${person.name}`
  if (person.state === 'disabled') {
    return (
      <button
        type="button"
        className="btn second small"
        aria-label={named(t('enable'))}
        onClick={() => change({ disabled: false })}
      >
        {t('enable')}
      </button>
    )
  }
  const other = person.role === 'manager' ? 'admin' : 'manager'
  const roleVerb = other === 'admin' ? t('makeAdmin') : t('makeManager')
  return (
    <>
      <button type="button" className="btn text small" aria-label={named(t('newLink'))} onClick={link}>
        {t('newLink')}
      </button>
      <button
        type="button"
        className="btn text small"
        aria-label={named(roleVerb)}
        onClick={() => change({ role: other })}
      >
        {roleVerb}
      </button>
      <button type="button" className="btn text small" aria-label={named(t('disable'))} onClick={ask}>
        {t('disable')}
      </button>
    </>
  )
}

function Disabling({ person, yes, no }: { person: Person; yes: () => void; no: () => void }) {
  const t = useTexts()
  return (
    <div className={styles.asking}>
      <b>{t('disableTitle', { name: person.name })}</b>
      <p className="s soft">{t('disableText')}</p>
      <div className="row">
        <button type="button" className="btn small" onClick={yes}>
          {t('disable')}
        </button>
        <button type="button" className="btn second small" onClick={no}>
          {t('keep')}
        </button>
      </div>
    </div>
  )
}

type Values = { name: string; email: string; role: 'manager' | 'admin' | 'auditor' }
const blank: Values = { name: '', email: '', role: 'manager' }

function Invite() {
  const t = useTexts()
  const cache = useQueryClient()
  const [made, setMade] = useState<{ name: string; link: string; expiresAt?: string }>()
  const draft = useDraft<Values, Values>({
    source: blank,
    toValues: (values) => values,
    keepAs: 'person',
    submit: async (values) => {
      const created = await addPerson({ body: values })
      setMade({ name: created.person.name, link: created.link, expiresAt: created.expiresAt })
      void cache.invalidateQueries({ queryKey: peopleQuery.queryKey })
      return blank
    },
  })
  const error = useFieldErrors(draft)
  const { values, set } = draft
  return (
    <section className={`card ${list.form} ${styles.created}`} aria-label={t('invite')}>
      <h2>{t('invite')}</h2>
      {made && <OneTimeLink link={made.link} expiresAt={made.expiresAt} name={made.name} />}
      <form onSubmit={submitting(draft)} noValidate className={styles.created}>
        <TextField
          label={t('name')}
          value={values.name}
          onChange={(name) => set({ name })}
          error={error('name')}
          required
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
        <ChoiceField
          label={t('role')}
          hint={t(`${values.role}Hint`)}
          value={values.role}
          onChange={(role) => set({ role })}
          options={[
            { value: 'manager', label: t('manager') },
            { value: 'auditor', label: t('auditor') },
            { value: 'admin', label: t('admin') },
          ]}
        />
        <SaveBar draft={draft} verb={t('createPersonVerb')} />
      </form>
    </section>
  )
}
