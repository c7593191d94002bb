import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { tellCustomers } from '../../client'
import { Acts } from '../../design/Acts'
import { AreaField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { type Problem, useChange } from './api'
import { useTexts } from './i18n'
import styles from './problems.module.css'

/** Tell is what customers who asked read once a problem is solved: one message in each language. */
export function Tell({ problem }: { problem: Problem }) {
  const t = useTexts()
  const languages = useQuery(brandQuery).data?.languages ?? []
  const open = languages.filter((one) => !problem.messages.some(({ language }) => language === one))
  const [texts, setTexts] = useState<Record<string, string>>({})
  const tell = useChange(
    (messages: Record<string, string>) =>
      tellCustomers({ path: { id: problem.id }, body: { messages, version: problem.version } }),
    () => setTexts({}),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    const written = Object.entries(texts).filter(([, text]) => text.trim() !== '')
    if (!tell.isPending && written.length > 0) tell.mutate(Object.fromEntries(written))
  }
  return (
    <section className={`card ${styles.part}`} aria-labelledby="tell">
      <h2 id="tell">{t('tell')}</h2>
      <p className="s soft">{t('tellLead')}</p>
      {problem.messages.map(({ language, text }) => (
        <blockquote key={language} lang={language} className={styles.said}>
          {text}
        </blockquote>
      ))}
      {problem.messages.length > 0 && <p>{t('told', { count: problem.told })}</p>}
      {open.length > 0 && (
        <Acts>
          <form className={styles.form} onSubmit={send}>
            {open.map((language) => (
              <AreaField
                key={language}
                label={t('message', { language: languageName(language) })}
                lang={language}
                value={texts[language] ?? ''}
                onChange={(text) => setTexts((all) => ({ ...all, [language]: text }))}
                maxLength={2000}
                rows={3}
              />
            ))}
            <Refused error={tell.error} />
            <button type="submit" className="btn" aria-disabled={tell.isPending}>
              {t('send')}
            </button>
          </form>
        </Acts>
      )}
    </section>
  )
}
