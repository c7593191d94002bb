import { useQuery } from '@tanstack/react-query'
import { Bird } from '../../../design/Bird'
import { EmptyState } from '../../../design/EmptyState'
import { ManagePage } from '../../../design/ManagePage'
import { PageState } from '../../../design/PageState'
import { dayAndYear } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { talentsQuery } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { ReadSheet } from './Sheet'
import { useLevelName } from './words'

/** The talent pool: experts who agreed to it, and nobody else. */
export function TalentsPage() {
  const t = useTexts()
  const name = useLevelName()
  const talents = useQuery(talentsQuery)
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  const all = talents.data?.items ?? []
  return (
    <ManagePage title={t('talentsTitle')} lead={t('talentsLead')}>
      <PageState queries={[talents]} part>
        <section className={`card ${styles.card}`}>
          {all.length === 0 && <EmptyState title={t('talentsEmpty')} />}
          <ul className={styles.lines}>
            {all.map((person) => (
              <li key={person.id}>
                <span className={styles.person}>
                  <Bird number={person.bird} size={36} />
                  <span>
                    <b>{person.name ?? person.displayName}</b>
                    <span className="s soft">
                      {' '}
                      {name(person.level)}, {t('since', { date: dayAndYear(person.since, zone) })}
                    </span>
                  </span>
                </span>
                <span className={styles.acts}>
                  <ReadSheet id={person.id} zone={zone} label={t('talentsOpen')} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      </PageState>
    </ManagePage>
  )
}
