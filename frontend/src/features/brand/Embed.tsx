import type { Settings } from '../../client'
import { CopyBox } from '../../design/CopyBox'
import { TextField } from '../../design/fields'
import { Icon } from '../../design/Icon'
import { Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { type Draft, useFieldErrors } from '../../design/useDraft'
import { Rich } from '../../i18n/rich'
import { useTexts } from './i18n'
import { isOrigin, originOf, type SettingsValues, scriptTag } from './settings'
import styles from './settings.module.css'

/** The origins that may show the widget, and the tag that shows it. */
export function Embed({ draft }: { draft: Draft<SettingsValues, Settings> }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { domains } = draft.values
  const change = (next: string[]) => draft.set({ domains: next })
  const chat = `${location.origin}/chat`
  return (
    <section className={`card ${list.form}`}>
      <Section first title={t('embedTitle')} note={t('embedNote')}>
        <div className={styles.domains}>
          {domains.length === 0 && <p className="s soft">{t('domainsNone')}</p>}
          {domains.map((domain, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an origin has no other name while it is typed
            <div key={index} className={styles.domain}>
              <TextField
                label={t('domainNumber', { number: index + 1 })}
                value={domain}
                onChange={(next) => change(domains.map((d, at) => (at === index ? next : d)))}
                onBlur={() => change(domains.map((d, at) => (at === index ? originOf(d) : d)))}
                error={
                  fault(domain, t('domainFault')) ??
                  draft.errors[`domains/${index}`] ??
                  (index === 0 ? error('domains') : undefined)
                }
                placeholder="https://www.example.com"
                inputMode="url"
                autoComplete="off"
              />
              <button
                type="button"
                className="btn text small"
                aria-label={t('domainRemove', { domain: domain || t('domainNumber', { number: index + 1 }) })}
                onClick={() => change(domains.filter((_, at) => at !== index))}
              >
                <Icon name="cross" size={16} />
              </button>
            </div>
          ))}
          <button type="button" className="btn second small" onClick={() => change([...domains, ''])}>
            <Icon name="plus" size={16} /> {t('domainAdd')}
          </button>
        </div>
        <div>
          <p className="s soft">{t('tag')}</p>
          <CopyBox text={scriptTag(location.origin)} label={t('tagLabel')} code />
        </div>
        <p className="s soft">
          <Rich
            text={t('tagPlain', { url: chat })}
            marks={{
              a: (inner) => (
                <a href={inner} target="_blank" rel="noreferrer">
                  {inner}
                </a>
              ),
            }}
          />
        </p>
      </Section>
    </section>
  )
}

/** A row that is still empty is not a fault yet. */
function fault(domain: string, says: string): string | undefined {
  return domain === '' || isOrigin(originOf(domain)) ? undefined : says
}
