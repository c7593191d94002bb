import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ProblemError } from '../../../app/problem'
import { applyBrand } from '../../../app/shell/brand'
import type { Audition } from '../../../client'
import { Drawing } from '../../../design/Drawing'
import { ErrorNote } from '../../../design/ErrorNote'
import { Icon } from '../../../design/Icon'
import { LanguageSwitch } from '../../../design/LanguageSwitch'
import { PageState } from '../../../design/PageState'
import type { IconName } from '../../../design/svg/icons'
import { mark } from '../../../design/svg/mark'
import { useRefusalSentence } from '../../../design/words'
import { dayAndYear } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { auditionQuery, linkToken, useStep } from './api'
import css from './audition.module.css'
import { Feedback } from './Feedback'
import { useAuditionTexts } from './i18n'
import { Stage } from './Stage'
import { WarmUp } from './WarmUp'

/** AuditionPage leads a candidate through the audition: the warm-up, three customers, and what came of it. */
export function AuditionPage() {
  const t = useAuditionTexts()
  const [token] = useState(linkToken)
  const brand = useQuery({ ...brandQuery, retry: false }).data
  useEffect(() => applyBrand(brand), [brand])
  const audition = useQuery({ ...auditionQuery(token), retry: false })
  const lost = audition.error instanceof ProblemError && [401, 404].includes(audition.error.status)
  return (
    <main className={css.page}>
      <header className={css.top}>
        <span className="row">
          <Drawing picture={mark} />
          <b className="strong">{brand?.name}</b>
        </span>
        <span className="grow" />
        <LanguageSwitch />
      </header>
      {token === '' || (lost && !audition.data) ? (
        <section className={`card ${css.narrow}`}>
          <h1>{t('noLink')}</h1>
          <p className="soft">{t('noLinkText')}</p>
        </section>
      ) : (
        <PageState queries={[audition]} part>
          {audition.data ? <Stages token={token} audition={audition.data} /> : null}
        </PageState>
      )}
    </main>
  )
}

function Stages({ token, audition }: { token: string; audition: Audition }) {
  const warmUp = audition.warmUp
  if (audition.state === 'none' || !warmUp) return <Intro token={token} audition={audition} />
  if (audition.state !== 'open') return <Outcome token={token} audition={audition} />
  if (!warmUp.doneAt) return <WarmUp token={token} warmUp={warmUp} />
  return <Stage token={token} audition={audition} />
}

/** OpenButton opens an audition, or says why not yet. */
function OpenButton({ token, label }: { token: string; label: string }) {
  const t = useAuditionTexts()
  const sentence = useRefusalSentence()
  const step = useStep(token)
  return (
    <>
      {step.error instanceof ProblemError ? (
        <ErrorNote title={t('failedStep')}>{sentence(step.error)}</ErrorNote>
      ) : null}
      <button type="button" className="btn" aria-busy={step.isPending} onClick={() => step.mutate({ kind: 'open' })}>
        {label}
      </button>
    </>
  )
}

function Intro({ token, audition }: { token: string; audition: Audition }) {
  const t = useAuditionTexts()
  const steps: [IconName, string][] = [
    ['book', t('stepWarmUp')],
    ['lanes', t('stepPlays')],
    ['heart', t('stepHonest')],
    ['eye', t('stepMarks')],
  ]
  return (
    <section className={`card ${css.narrow} ${css.stack}`}>
      <h1>{t('title')}</h1>
      <p className={css.lead}>{t('lead')}</p>
      <h2>{t('steps')}</h2>
      <ol className={css.steps}>
        {steps.map(([icon, text]) => (
          <li key={text}>
            <Icon name={icon} size={22} />
            <span>{text}</span>
          </li>
        ))}
      </ol>
      <p className={css.paid}>{t('points')}</p>
      {audition.mayOpen ? <OpenButton token={token} label={t('open')} /> : null}
      {audition.mayOpen ? null : <p className="soft">{t('mayNotYet')}</p>}
    </section>
  )
}

function Outcome({ token, audition }: { token: string; audition: Audition }) {
  const t = useAuditionTexts()
  const words =
    audition.state === 'passed'
      ? ([t('passedTitle'), t('passed')] as const)
      : audition.state === 'failed'
        ? ([t('failedTitle'), t('failed')] as const)
        : ([t('submittedTitle'), t('submitted')] as const)
  return (
    <div className={`${css.wide} ${css.stack}`}>
      <section className={`card ${css.stack}`}>
        <h1>{words[0]}</h1>
        <p className={css.lead}>{words[1]}</p>
        <p className={css.paid}>{t('points')}</p>
        {audition.opensAt ? <p className="soft">{t('opensAt', { day: dayAndYear(audition.opensAt) })}</p> : null}
        {audition.mayOpen ? <OpenButton token={token} label={t('tryAgain')} /> : null}
      </section>
      {audition.feedback ? <Feedback audition={audition} feedback={audition.feedback} /> : null}
    </div>
  )
}
