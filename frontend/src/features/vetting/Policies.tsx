import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Policy, publishPolicy } from '../../client'
import { AreaField } from '../../design/fields'
import { Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { useDraft } from '../../design/useDraft'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { policiesQuery } from './api'
import { useTexts } from './i18n'
import styles from './vetting.module.css'

/** The house rules and the disclosure: a change is a new version. */
export function Policies() {
  const t = useTexts()
  const policies = useQuery(policiesQuery)
  const brand = useQuery(brandQuery)
  return (
    <PageState queries={[policies, brand]} part>
      <div className={styles.policies}>
        {(policies.data?.items ?? []).map((policy, index) => (
          <section key={policy.kind} className={`card ${list.form}`}>
            {index === 0 ? <p className="s soft">{t('policiesNote')}</p> : null}
            <One policy={policy} languages={brand.data?.languages ?? []} />
          </section>
        ))}
      </div>
    </PageState>
  )
}

type Texts = Record<string, string>

function One({ policy, languages }: { policy: Policy; languages: string[] }) {
  const t = useTexts()
  const cache = useQueryClient()
  const draft = useDraft<{ texts: Texts }, Policy>({
    source: policy,
    toValues: ({ texts }) => ({ texts }),
    keepAs: policy.kind,
    submit: ({ texts }, base) => publishPolicy({ body: { kind: policy.kind, version: base.version, texts } }),
    onSaved: () => void cache.invalidateQueries({ queryKey: ['policies'] }),
  })
  const { texts } = draft.values
  const name = policy.kind === 'house_rules' ? t('houseRules') : t('disclosure')
  return (
    <form onSubmit={submitting(draft)} noValidate>
      <Section title={name} note={t('version', { version: policy.version })} first>
        {[...new Set([...languages, ...Object.keys(texts)])].map((language) => (
          <AreaField
            key={language}
            label={`${name}: ${languageName(language)}`}
            hint={t('oneALine')}
            value={texts[language] ?? ''}
            onChange={(text) => draft.set({ texts: { ...texts, [language]: text } })}
            rows={7}
            lang={language}
          />
        ))}
      </Section>
      <SaveBar draft={draft} verb={t('publish')} />
    </form>
  )
}
