import { fixed, number } from '../../i18n/format'
import { money, type Priority } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Arithmetic is what a problem costs in a month, step by step. */
export function Arithmetic({ priority }: { priority: Priority }) {
  const t = useTexts()
  const steps = [
    [t('stepContacts'), number(priority.contacts)],
    [t('stepMonthly'), number(priority.monthly)],
    [t('stepMinutes'), fixed(priority.medianSeconds / 60, 1)],
    [t('stepHour'), money(priority.hourCents)],
    [t('stepContact'), money(priority.contactCents)],
    [t('stepUnit'), money(priority.unitCents)],
  ]
  return (
    <section className={`card ${styles.part}`} aria-labelledby="priority">
      <h2 id="priority">{t('priority')}</h2>
      <p className="s soft">{t('priorityLead')}</p>
      <dl className={styles.steps}>
        {steps.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="fig">{value}</dd>
          </div>
        ))}
        <div className={styles.sum}>
          <dt>{t('stepMonth')}</dt>
          <dd className="fig">{money(priority.monthCents)}</dd>
        </div>
      </dl>
    </section>
  )
}
