import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeProblem } from '../../client'
import { useReads } from '../../design/Acts'
import { SelectField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { departmentsQuery, ownersQuery, type Problem, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Care is who sees to a problem, and until when. */
export function Care({ problem }: { problem: Problem }) {
  const t = useTexts()
  const reads = useReads()
  if (reads || problem.state === 'closed') {
    return (
      <section className={`card ${styles.part}`} aria-labelledby="care">
        <h2 id="care">{t('care')}</h2>
        <p>{[problem.owner, problem.department].filter(Boolean).join(', ') || t('nobody')}</p>
      </section>
    )
  }
  return <Form key={problem.version} problem={problem} />
}

function Form({ problem }: { problem: Problem }) {
  const t = useTexts()
  const departments = useQuery(departmentsQuery).data ?? []
  const owners = useQuery(ownersQuery).data ?? []
  const [title, setTitle] = useState(problem.title)
  const [ownerId, setOwner] = useState(problem.ownerId ?? '')
  const [departmentId, setDepartment] = useState(problem.departmentId ?? '')
  const [dueOn, setDueOn] = useState(problem.dueOn ?? '')
  const save = useChange(() =>
    changeProblem({
      path: { id: problem.id },
      body: { title, ownerId, departmentId, dueOn, version: problem.version },
    }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate(undefined)
  }
  const shown = departments.filter(({ id, archivedAt }) => !archivedAt || id === departmentId)
  return (
    <section className={`card ${styles.part}`} aria-labelledby="care">
      <h2 id="care">{t('care')}</h2>
      <form className={styles.form} onSubmit={send}>
        <TextField label={t('titleField')} value={title} onChange={setTitle} maxLength={120} required />
        <SelectField
          label={t('owner')}
          value={ownerId}
          onChange={setOwner}
          options={[{ value: '', label: t('nobody') }, ...owners.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <SelectField
          label={t('department')}
          value={departmentId}
          onChange={setDepartment}
          options={[{ value: '', label: t('none_') }, ...shown.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <TextField label={t('dueOn')} type="date" value={dueOn} onChange={setDueOn} />
        <Refused error={save.error} />
        <button type="submit" className="btn second" aria-disabled={save.isPending}>
          {t('save')}
        </button>
      </form>
    </section>
  )
}
