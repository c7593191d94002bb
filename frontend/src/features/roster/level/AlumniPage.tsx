import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Bird } from '../../../design/Bird'
import { EmptyState } from '../../../design/EmptyState'
import { PageState } from '../../../design/PageState'
import { dayAndYear } from '../../../i18n/format'
import { alumniQuery } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { useLevelName } from './words'

/** The alumni's room, to read in: who carried the programme before. */
export function AlumniPage() {
  const t = useTexts()
  const name = useLevelName()
  const alumni = useQuery(alumniQuery)
  const all = alumni.data?.items ?? []
  return (
    <PageState queries={[alumni]}>
      <main className="page">
        <header className={styles.head}>
          <div>
            <h1>{t('alumniRoom')}</h1>
            <p className="soft">{t('alumniRoomLead')}</p>
          </div>
          <Link className="btn second small" to="/board">
            {t('alumniBoard')}
          </Link>
        </header>
        <section className={`card ${styles.card}`}>
          {all.length === 0 && <EmptyState title={t('alumniEmpty')} />}
          <ul className={`${styles.lines} ${styles.alumni}`}>
            {all.map((person) => (
              <li key={`${person.name}${person.until}`}>
                <span className={styles.person}>
                  <Bird number={person.bird} size={36} />
                  <span>
                    <b>{person.name}</b> {person.me && <span className="tag">{t('you')}</span>}
                    <span className="s soft"> {name(person.level)}</span>
                  </span>
                </span>
                <span className="fig s quiet">
                  {t('alumniYears', { from: dayAndYear(person.since), to: dayAndYear(person.until) })}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </main>
    </PageState>
  )
}
