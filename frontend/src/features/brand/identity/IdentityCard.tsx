import { useQuery } from '@tanstack/react-query'
import type { Settings } from '../../../client'
import { CopyBox } from '../../../design/CopyBox'
import { Section } from '../../../design/ManagePage'
import list from '../../../design/manage.module.css'
import { PageState } from '../../../design/PageState'
import { Rich } from '../../../i18n/rich'
import { Checker } from './Checker'
import { useTexts } from './i18n'
import styles from './identity.module.css'
import { Keys } from './Keys'
import { identityKeysQuery } from './query'
import { Samples } from './Samples'
import { pageSample } from './samples'

/** How customers who are signed in to the shop are known here: keys, samples and a checker. Admins only. */
export function IdentityCard({ settings }: { settings: Settings }) {
  const t = useTexts()
  const keys = useQuery(identityKeysQuery)
  const live = keys.data?.filter((key) => !key.retiredAt) ?? []
  const place = {
    kid: live[0]?.kid ?? 'idk_…',
    issuer: settings.domains[0] ?? settings.name,
    audience: location.origin,
  }
  return (
    <section className={`card ${list.form} ${styles.card}`} aria-labelledby="identity-title">
      <div>
        <h2 id="identity-title">{t('title')}</h2>
        <p className="s quiet">{t('note')}</p>
      </div>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section title={t('keysTitle')}>
            <PageState queries={[keys]} part>
              <Keys keys={keys.data ?? []} />
            </PageState>
          </Section>
          <Section title={t('checkTitle')} note={t('checkNote')}>
            <Checker />
          </Section>
        </div>
        <div className={styles.column}>
          <Section title={t('samplesTitle')} note={t('samplesNote')}>
            <Samples place={place} />
            <p className="s soft">
              <Rich text={t('claims')} marks={{ b: (inner) => <code>{inner}</code> }} />
            </p>
          </Section>
          <Section title={t('pageTitle')} note={t('pageNote')}>
            <CopyBox text={pageSample} label={t('page')} code />
          </Section>
        </div>
      </div>
    </section>
  )
}
