import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ProblemError } from '../../app/problem'
import { applyBrand } from '../../app/shell/brand'
import { getMyApplication, type MyApplication, openMyAccount, withdrawMyApplication } from '../../client'
import { Dialog } from '../../design/Dialog'
import { Drawing } from '../../design/Drawing'
import { ErrorNote } from '../../design/ErrorNote'
import { Icon } from '../../design/Icon'
import { LanguageSwitch } from '../../design/LanguageSwitch'
import { PageState } from '../../design/PageState'
import { mark } from '../../design/svg/mark'
import { setLanguage } from '../../i18n'
import { dayAndYear, weekday } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { answerDay } from './api'
import css from './candidate.module.css'
import { useTexts } from './i18n'
import { as, linkToken } from './link'
import { useSentence } from './useSentence'

const key = ['myApplication'] as const

/** CandidatePage is what whoever applied sees by their personal link: how far they are, what we wrote, what is next. */
export function CandidatePage() {
  const t = useTexts()
  const [token] = useState(linkToken)
  const brand = useQuery({ ...brandQuery, retry: false }).data
  useEffect(() => applyBrand(brand), [brand])
  const mine = useQuery({
    queryKey: [...key, token],
    queryFn: () => getMyApplication(as(token)),
    enabled: token !== '',
    retry: false,
    refetchInterval: 60_000,
  })
  const language = mine.data?.language
  useEffect(() => {
    if (language === 'nl' || language === 'en') setLanguage(language)
  }, [language])
  const lost = mine.error instanceof ProblemError && mine.error.status === 401
  return (
    <main className={css.page}>
      <header className={css.top}>
        <span className="row">
          <Drawing picture={mark} />
          <b className="strong">{brand?.name}</b>
        </span>
        <LanguageSwitch />
      </header>
      {token === '' || lost ? (
        <section className={`card ${css.card}`}>
          <h1>{t('noLink')}</h1>
          <p className="soft">{t('noLinkText')}</p>
        </section>
      ) : (
        <PageState queries={[mine]} part>
          {mine.data && <Mine mine={mine.data} token={token} timeZone={brand?.timeZone} />}
        </PageState>
      )}
    </main>
  )
}

function Mine({ mine, token, timeZone }: { mine: MyApplication; token: string; timeZone: string | undefined }) {
  const t = useTexts()
  const first = mine.name.split(' ')[0] ?? mine.name
  const newest = mine.letters.at(-1)
  const by = answerDay(mine.answerBy)
  return (
    <>
      <section className={`card ${css.card}`}>
        <h1>{t('hello', { name: first })}</h1>
        <p className="soft">{t('applied', { date: dayAndYear(mine.createdAt, timeZone), title: mine.title })}</p>
        <Steps state={mine.state} />
        <p className={css.newest}>{newest?.text}</p>
        {mine.state === 'submitted' && newest?.kind === 'received' && (
          <p className="strong">{t('willAnswer', { date: `${weekday(by, timeZone)} ${dayAndYear(by, timeZone)}` })}</p>
        )}
        {mine.waitingPlace ? <p className="strong">{t('place', { place: mine.waitingPlace })}</p> : null}
        <Next mine={mine} token={token} />
      </section>
      <section className={`card ${css.card}`} aria-label={t('letters')}>
        <h2>{t('letters')}</h2>
        <ol className={css.letters}>
          {[...mine.letters].reverse().map((letter) => (
            <li key={letter.seq}>
              <span className="s quiet">{dayAndYear(letter.at, timeZone)}</span>
              <p>{letter.text}</p>
            </li>
          ))}
        </ol>
        <p className="s quiet">{t('keep')}</p>
      </section>
    </>
  )
}

const ways: MyApplication['state'][][] = [['submitted'], ['waiting'], ['auditioning'], ['accepted']]

/** Steps is the scale from sent to expert, with the needle where the applicant is. */
function Steps({ state }: { state: MyApplication['state'] }) {
  const t = useTexts()
  const names = [t('stepReceived'), t('stepRead'), t('stepAudition'), t('stepExpert')]
  const at = ways.findIndex((states) => states.includes(state))
  if (at < 0) return null
  return (
    <ol className={css.steps}>
      {names.map((name, i) => (
        <li key={name} className={i <= at ? css.done : undefined} aria-current={i === at ? 'step' : undefined}>
          {name}
        </li>
      ))}
    </ol>
  )
}

function Next({ mine, token }: { mine: MyApplication; token: string }) {
  const t = useTexts()
  const sentence = useSentence()
  const account = useMutation({
    mutationFn: () => openMyAccount(as(token)),
    onSuccess: ({ link }) => location.assign(link),
  })
  return (
    <div className={css.next}>
      {mine.state === 'auditioning' && (
        <a className="btn" href={`/audition#${token}`}>
          {t('toAudition')}
        </a>
      )}
      {mine.state === 'accepted' && !mine.hasAccount && (
        <button type="button" className="btn" onClick={() => account.mutate()} aria-disabled={account.isPending}>
          {t('openAccount')}
        </button>
      )}
      {mine.state === 'accepted' && mine.hasAccount && (
        <>
          <p>{t('haveAccount')}</p>
          <a className="btn" href="/sign-in">
            {t('signIn')}
          </a>
        </>
      )}
      {account.error && <ErrorNote title={sentence(account.error)} icon="flag" />}
      {['submitted', 'waiting', 'auditioning'].includes(mine.state) && <Withdraw token={token} />}
    </div>
  )
}

function Withdraw({ token }: { token: string }) {
  const t = useTexts()
  const sentence = useSentence()
  const cache = useQueryClient()
  const [asked, setAsked] = useState(false)
  const leave = useMutation({
    mutationFn: () => withdrawMyApplication(as(token)),
    onSuccess: (mine) => {
      cache.setQueryData([...key, token], mine)
      setAsked(false)
    },
  })
  return (
    <>
      <button type="button" className="btn second" onClick={() => setAsked(true)}>
        {t('withdraw')}
      </button>
      {asked && (
        <Dialog title={t('withdrawTitle')} lead={t('withdrawText')} onClose={() => setAsked(false)}>
          {leave.error && <ErrorNote title={sentence(leave.error)} icon="flag" />}
          <div className="row">
            <button type="button" className="btn" onClick={() => leave.mutate()} aria-disabled={leave.isPending}>
              <Icon name="check" /> {t('withdrawYes')}
            </button>
            <button type="button" className="btn second" onClick={() => setAsked(false)}>
              {t('cancel')}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
