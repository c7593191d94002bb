import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addDepartment, changeDepartment, changeProblemSettings } from '../../client'
import { Acts, useReads } from '../../design/Acts'
import { NumberField, TextField } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { type Department, departmentsQuery, type Settings, settingsQuery, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Setup is what contacts are assumed to cost, and the departments that own problems. */
export function Setup() {
  const settings = useQuery(settingsQuery)
  const departments = useQuery(departmentsQuery)
  return (
    <PageState queries={[settings, departments]} part>
      {settings.data && <Costs key={settings.data.version} settings={settings.data} />}
      <Departments all={departments.data ?? []} />
    </PageState>
  )
}

function Costs({ settings }: { settings: Settings }) {
  const t = useTexts()
  const reads = useReads()
  const [contact, setContact] = useState((settings.contactCents / 100).toFixed(2))
  const [hour, setHour] = useState((settings.hourCents / 100).toFixed(2))
  const [percent, setPercent] = useState<number | undefined>(settings.volumePercent)
  const save = useChange(() =>
    changeProblemSettings({
      body: {
        contactCents: cents(contact),
        hourCents: cents(hour),
        volumePercent: percent ?? settings.volumePercent,
        version: settings.version,
      },
    }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate(undefined)
  }
  return (
    <section className={`card ${styles.part}`} aria-labelledby="costs">
      <h2 id="costs">{t('costs')}</h2>
      <p className="s soft">{t('costsLead')}</p>
      <form className={styles.form} onSubmit={send}>
        <TextField
          label={t('contactCents')}
          hint={t('euro')}
          inputMode="decimal"
          value={contact}
          onChange={setContact}
          readOnly={reads}
          required
        />
        <TextField
          label={t('hourCents')}
          hint={t('euro')}
          inputMode="decimal"
          value={hour}
          onChange={setHour}
          readOnly={reads}
          required
        />
        <NumberField
          label={t('volumePercent')}
          unit={t('percent')}
          min={5}
          max={100}
          value={percent}
          onChange={setPercent}
          readOnly={reads}
        />
        <Refused error={save.error} />
        <Acts>
          <button type="submit" className="btn" aria-disabled={save.isPending}>
            {t('save')}
          </button>
        </Acts>
        {save.isSuccess && <p role="status">{t('saved')}</p>}
      </form>
    </section>
  )
}

/** cents reads an amount of euro, with a point or a comma; what is none is refused by the server. */
export function cents(text: string): number {
  const euro = Number.parseFloat(text.replace(',', '.'))
  return Number.isFinite(euro) ? Math.round(euro * 100) : -1
}

function Departments({ all }: { all: Department[] }) {
  const t = useTexts()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const add = useChange(
    () => addDepartment({ body: { name, email } }),
    () => {
      setName('')
      setEmail('')
    },
  )
  const archive = useChange((one: Department) =>
    changeDepartment({ path: { id: one.id }, body: { archived: !one.archivedAt, version: one.version } }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!add.isPending) add.mutate(undefined)
  }
  return (
    <section className={`card ${styles.part}`} aria-labelledby="departments">
      <h2 id="departments">{t('departments')}</h2>
      {all.length === 0 && <p className="s soft">{t('departmentsNone')}</p>}
      <ul className={styles.plain}>
        {all.map((one) => (
          <li key={one.id}>
            <b>{one.name}</b> <span className="s soft">{one.email}</span>{' '}
            <Acts>
              <button
                type="button"
                className="btn text small"
                aria-label={t(one.archivedAt ? 'restoreOf' : 'archiveOf', { name: one.name })}
                onClick={() => archive.mutate(one)}
              >
                {t(one.archivedAt ? 'restore' : 'archive')}
              </button>
            </Acts>
          </li>
        ))}
      </ul>
      <Refused error={archive.error} />
      <Acts>
        <form className={styles.form} onSubmit={send}>
          <TextField label={t('name')} value={name} onChange={setName} maxLength={80} required />
          <TextField label={t('email')} type="email" value={email} onChange={setEmail} maxLength={254} required />
          <Refused error={add.error} />
          <button type="submit" className="btn second" aria-disabled={add.isPending}>
            {t('add')}
          </button>
        </form>
      </Acts>
    </section>
  )
}
