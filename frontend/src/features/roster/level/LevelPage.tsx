import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { PageState } from '../../../design/PageState'
import { WideTuner } from '../../../design/WideTuner'
import { day, dayAndYear, number } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { brandQuery } from '../../../queries'
import { Absence } from './Absence'
import { type Level, myLevelQuery } from './api'
import { History, Months } from './History'
import { Invitation } from './Invitation'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { Requirements } from './Requirements'
import { Warning } from './Warning'
import { useLevelName } from './words'

/** "Your level": what is missing to the next one, exactly; what keeps this one; and how it came about. */
export function LevelPage() {
  const level = useQuery(myLevelQuery)
  return <PageState queries={[level]}>{level.data && <Page level={level.data} />}</PageState>
}

function Page({ level }: { level: Level }) {
  const t = useTexts()
  const name = useLevelName()
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  return (
    <main className="page">
      <header className={styles.head}>
        <div>
          <Link className="s" to="/season">
            {t('back')}
          </Link>
          <h1>{t('title')}</h1>
          <p className="soft">
            {level.alumniAt ? t('alumni') : name(level.level)}, {t('since', { date: dayAndYear(level.since, zone) })}
          </p>
        </div>
        <div className={styles.tuner}>
          <WideTuner
            width={560}
            ticks={4}
            long={1}
            needle={level.level / 4}
            labels={[0, 1, 2, 3, 4]
              .filter((step) => step % 4 === 0 || step === level.level)
              .map((step) => ({ at: step / 4, text: name(step) }))}
            label={name(level.level)}
          />
        </div>
      </header>
      <div className={styles.grid}>
        <div className={styles.main}>
          <Absence level={level} zone={zone} />
          {level.warning && <Warning warning={level.warning} zone={zone} />}
          {level.invitation && <Invitation level={level} />}
          <Missing level={level} zone={zone} />
          <Keeping level={level} />
        </div>
        <div className={styles.side}>
          <Rights level={level.level} />
          <History changes={level.changes} zone={zone} />
          <Months own reviews={level.reviews} zone={zone} />
        </div>
      </div>
    </main>
  )
}

function Missing({ level, zone }: { level: Level; zone: string }) {
  const t = useTexts()
  const name = useLevelName()
  if (level.next === undefined) return <p className={`card ${styles.card} soft`}>{t('top')}</p>
  const open = level.missing.filter((r) => !r.met).length
  const date = day(level.nextReviewAt, zone)
  const invited = level.next === 4 ? t('missingNoneInvited') : t('missingNone', { date })
  return (
    <section className={`card ${styles.card}`}>
      <div>
        <h2>{t('missingTitle', { level: name(level.next) })}</h2>
        <p className="s soft">{open === 0 ? invited : <Rich text={t('missingCount', { count: open })} />}</p>
      </div>
      <Requirements all={level.missing} />
      <p className="s quiet">{t('missingWindow', { days: number(level.windowDays), date })}</p>
    </section>
  )
}

function Keeping({ level }: { level: Level }) {
  const t = useTexts()
  const name = useLevelName()(level.level)
  return (
    <section className={`card ${styles.card}`}>
      <div>
        <h2>{t('keepTitle', { level: name })}</h2>
        <p className="s soft">{t('keepLead')}</p>
      </div>
      {level.keeping.length === 0 ? (
        <p className="s">{t('keepNone', { level: name })}</p>
      ) : (
        <Requirements all={level.keeping} keeping />
      )}
    </section>
  )
}

const seatsOf = [1, 1, 2, 3, 3] as const
const steps = [0, 1, 2, 3, 4] as const

function Rights({ level }: { level: number }) {
  const t = useTexts()
  const name = useLevelName()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('rightsTitle')}</h2>
      <ol className={styles.rights}>
        {steps.map((step) => (
          <li key={step} data-here={step === level || undefined}>
            <b>{name(step)}</b>
            {step === level && <span className="hidden">, {t('youAreHere')}</span>}
            <span className="s soft">{t('seats', { count: seatsOf[step] })}</span>
            <span className={`s ${styles.what}`}>{t(`rights${step}`)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
