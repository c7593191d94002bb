import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { useSession } from '../../app/session'
import { applyBrand } from '../../app/shell/brand'
import { CopyBox } from '../../design/CopyBox'
import { Drawing } from '../../design/Drawing'
import { Icon } from '../../design/Icon'
import { LanguageSwitch } from '../../design/LanguageSwitch'
import { mark } from '../../design/svg/mark'
import { brandQuery } from '../../queries'
import { type CheckName, checks, type Finding, type Grade, reportOf, verdictOf } from './checks'
import css from './connection.module.css'
import { type ConnectionTexts, useConnectionTexts } from './i18n'
import { useChecks } from './useChecks'

/** ConnectionPage says in plain words what stands between this device and the server. It asks for no session. */
export function ConnectionPage() {
  const t = useConnectionTexts()
  const signedIn = useSession().status === 'signedIn'
  const brand = useQuery({ ...brandQuery, retry: false }).data
  useEffect(() => applyBrand(brand), [brand])
  const { findings, again } = useChecks()
  const verdict = verdictOf(findings)
  return (
    <main className={css.page}>
      <div className={css.middle}>
        <div className="row between">
          <span className={`row ${css.brand}`}>
            <Drawing picture={mark} />
            <b className="strong">{brand?.name}</b>
          </span>
          <LanguageSwitch />
        </div>
        <section className={css.card}>
          <div className={css.head}>
            <h1>{t('title')}</h1>
            <p className="soft">{t('intro')}</p>
          </div>
          <p className={`${css.verdict} ${css[verdict] ?? ''}`} role="status">
            <Icon name={verdict === 'bad' ? 'flag' : verdict === 'running' ? 'clock' : 'check'} />
            <b>{t(`verdict_${verdict}`)}</b>
          </p>
          <ul className={css.list}>
            {checks.map(([name]) => (
              <Row key={name} name={name} finding={findings.find((each) => each.check === name)} t={t} />
            ))}
          </ul>
          <div className="row">
            <button type="button" className="btn" aria-disabled={verdict === 'running'} onClick={again}>
              {t('again')}
            </button>
            <Link className="btn second" to={signedIn ? '/' : '/sign-in'}>
              {t('back')}
            </Link>
          </div>
        </section>
        {verdict === 'running' ? null : <Report findings={findings} t={t} />}
      </div>
    </main>
  )
}

const pictures = { good: 'check', fair: 'forward', bad: 'cross' } as const

function Row({ name, finding, t }: { name: CheckName; finding?: Finding; t: ConnectionTexts }) {
  const grade: Grade | undefined = finding?.grade
  return (
    <li className={css.row} aria-busy={grade === undefined || undefined}>
      <span className={`${css.grade} ${grade ? css[grade] : ''}`}>
        <Icon name={grade ? pictures[grade] : 'clock'} size={16} label={grade ? t(`grade_${grade}`) : t('running')} />
      </span>
      <div className="grow">
        <h2>{t(name)}</h2>
        <p className="s soft">{finding ? sentenceOf(finding, t) : t('running')}</p>
      </div>
    </li>
  )
}

function Report({ findings, t }: { findings: readonly Finding[]; t: ConnectionTexts }) {
  return (
    <section className={css.card}>
      <div className={css.head}>
        <h2>{t('report')}</h2>
        <p className="s soft">{t('reportHint')}</p>
      </div>
      <CopyBox text={reportOf(findings, (each) => sentenceOf(each, t), new Date())} label={t('report')} code />
    </section>
  )
}

function sentenceOf({ word, values }: Finding, t: ConnectionTexts): string {
  return t(word, values)
}
