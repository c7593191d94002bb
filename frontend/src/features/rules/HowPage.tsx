import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useSession } from '../../app/session'
import type { RuleSet } from '../../client'
import { PageState } from '../../design/PageState'
import { dayAndYear, number, ordinal, signed } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { campaignsQuery, ruleSetQuery, standingOf } from './api'
import { CampaignFacts } from './CampaignFacts'
import { placeOf } from './fields'
import { useTexts } from './i18n'
import styles from './rules.module.css'

/** How points work: every figure comes from the rule set that the running season is played by. */
export function HowPage() {
  const rules = useQuery(ruleSetQuery)
  return <PageState queries={[rules]}>{rules.data && <How set={rules.data} />}</PageState>
}

function How({ set }: { set: RuleSet }) {
  const t = useTexts()
  const session = useSession()
  const expert = session.status === 'signedIn' && session.actor.role === 'expert'
  return (
    <main className="page">
      <h1>{t('howTitle')}</h1>
      <p className="soft">{t('howLead', { version: set.version })}</p>
      <p>
        <Link to={expert ? '/season' : '/manage/rules'}>{t(expert ? 'howOwn' : 'rulesTitle')}</Link>
      </p>
      <div className={styles.how}>
        <Conversation set={set} />
        <Factors set={set} />
        <Beside set={set} />
        <Campaigns />
        {set.coming && <Coming set={set} coming={set.coming} />}
      </div>
    </main>
  )
}

/** What one conversation is worth, with an example that can be checked by hand. */
function Conversation({ set }: { set: RuleSet }) {
  const t = useTexts()
  const { base, difficulty, quality, qualified, vesting } = set.body.conversation
  const hard = difficulty[2] ?? 1
  const five = quality.stars[4] ?? 1
  // Hundredths of hundredths: whole numbers, as the book counts them.
  const exact = (base * Math.round(hard * 100) * Math.round(five * 100)) / 10_000
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('howExample')}</h2>
      <p className="s soft">{t('howExampleText')}</p>
      <p className={styles.sum}>
        <span className={styles.figure}>
          {number(base)} × {number(hard, 2)} × {number(five, 2)}
        </span>
        <span className={styles.figure}>= {number(exact, 4)}</span>
        <span className={styles.plate}>{number(Math.floor(exact + 0.5))}</span>
      </p>
      <p className="s">{t('howOrder')}</p>
      <p className="s">
        {t('howQualified', {
          customer: qualified.customerMessages,
          expert: qualified.expertMessages,
          seconds: qualified.activeSeconds,
        })}
      </p>
      <p className="s">{t('howWait', { confirmed: vesting.confirmedHours, silence: vesting.silenceHours })}</p>
      <p className="s">{t('howNever')}</p>
    </section>
  )
}

function Factors({ set }: { set: RuleSet }) {
  const t = useTexts()
  const { base, difficulty, quality, dailyCurve } = set.body.conversation
  const times = (factor: number | undefined) => `× ${number(factor ?? 0, 2)}`
  const stars = ['stars4', 'stars3', 'stars2', 'stars1', 'stars0'] as const
  const hard = ['difficulty0', 'difficulty1', 'difficulty2'] as const
  const plain = (label: string) => label.replace(/, (times|maal)$/, '')
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('howSum')}</h2>
      <dl className={styles.rows}>
        <Row figure={number(base)}>{t('base')}</Row>
      </dl>
      <h3>{t('howDifficulty')}</h3>
      <dl className={styles.rows}>
        {hard.map((word, index) => (
          <Row key={word} figure={times(difficulty[index])}>
            {plain(t(word))}
          </Row>
        ))}
      </dl>
      <h3>{t('howQuality')}</h3>
      <dl className={styles.rows}>
        {stars.map((word, index) => (
          <Row key={word} figure={times(quality.stars[4 - index])}>
            {plain(t(word))}
          </Row>
        ))}
        <Row figure={times(quality.unrated)}>{plain(t('unrated'))}</Row>
        <Row figure={times(quality.uncontrollable)}>{plain(t('uncontrollable'))}</Row>
      </dl>
      <h3>{t('howDay')}</h3>
      <dl className={styles.rows}>
        {dailyCurve.map((step, index) => (
          <Row key={step.upTo ?? 'rest'} figure={times(step.share)}>
            {step.upTo
              ? t('howDayTo', { to: ordinal(step.upTo) })
              : t('howDayFrom', { from: ordinal((dailyCurve[index - 1]?.upTo ?? 0) + 1) })}
          </Row>
        ))}
      </dl>
    </section>
  )
}

function Row({ figure, children }: { figure: string; children: ReactNode }) {
  return (
    <div>
      <dt>{children}</dt>
      <dd className="fig strong">{figure}</dd>
    </div>
  )
}

function Beside({ set }: { set: RuleSet }) {
  const t = useTexts()
  const { firstTimeRight, handOver, followUp, shift, audition, review, article } = set.body
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('howBeside')}</h2>
      <dl className={styles.rows}>
        {firstTimeRight && (
          <Row figure={signed(firstTimeRight.points)}>{t('howRight', { days: firstTimeRight.days })}</Row>
        )}
        {handOver && <Row figure={signed(handOver.points)}>{t('howHandOver', { score: handOver.minScore })}</Row>}
        {followUp && <Row figure={signed(followUp.kept)}>{t('kept')}</Row>}
        {followUp && <Row figure={signed(followUp.helped)}>{t('helped')}</Row>}
        {followUp && <Row figure={signed(-followUp.missed)}>{t('missed')}</Row>}
        {shift && <Row figure={signed(shift.perHour)}>{t('howShift', { hours: shift.dailyHours })}</Row>}
        {shift && <Row figure={signed(-shift.noShow)}>{t('noShow')}</Row>}
        {audition && <Row figure={signed(audition.points)}>{t('audition')}</Row>}
        {review && <Row figure={signed(review.points)}>{t('howReview', { count: review.perDay })}</Row>}
        {article && <Row figure={signed(article.accepted)}>{t('articleAccepted')}</Row>}
        {article && <Row figure={signed(article.recheck)}>{t('articleRecheck')}</Row>}
        {article && (
          <Row figure={signed(article.helped)}>
            {t('howHelped', { one: number(article.perMonth), all: number(article.ofExpert) })}
          </Row>
        )}
      </dl>
      {shift && <p className="s soft">{t('howShiftSplit', { hours: shift.dailyHours })}</p>}
    </section>
  )
}

/** Campaigns that run and that are announced. */
function Campaigns() {
  const t = useTexts()
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  const all = useQuery(campaignsQuery).data?.items ?? []
  const now = Date.now()
  const alive = all.filter((one) => ['running', 'coming'].includes(standingOf(one, now)))
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('howCampaigns')}</h2>
      {alive.length === 0 && <p className="s soft">{t('howCampaignsNone')}</p>}
      {alive.map((one) => (
        <div key={one.id} className={styles.campaign}>
          <CampaignFacts campaign={one} zone={zone} />
        </div>
      ))}
      <p className="s soft">{t('howCampaignRule')}</p>
    </section>
  )
}

/** What counts from the next season on, when that is something else. */
function Coming({ set, coming }: { set: RuleSet; coming: NonNullable<RuleSet['coming']> }) {
  const t = useTexts()
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('howComing', { date: dayAndYear(coming.effectiveAt), version: coming.version })}</h2>
      {coming.reason && <p>{coming.reason}</p>}
      <ul className={styles.changes}>
        {coming.changes.map((change) => {
          const place = placeOf(set.body, change.at)
          return (
            <li key={change.at}>
              <span>{place ? t(place.label, { step: place.step ?? 0 }) : change.at}</span>
              <b className="fig">
                {t('change', { before: change.before || t('nothing'), after: change.after || t('nothing') })}
              </b>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
