import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Entry } from '../../client'
import { useReads } from '../../design/Acts'
import { PageState } from '../../design/PageState'
import { useWords } from '../../design/words'
import { clock, customerName, day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { type Flag, flagQuery } from './api'
import { DecideFlag } from './DecideFlag'
import { useTexts } from './i18n'
import css from './queue.module.css'

/** FlagDetail is what somebody flagged, with what was said around it, what was decided before, and the decision. */
export function FlagDetail() {
  const { id = '' } = useParams()
  const flag = useQuery(flagQuery(id))
  const reads = useReads()
  return (
    <PageState queries={[flag]} part>
      {flag.data && (
        <section className={`card ${css.detail}`} aria-label={flag.data.question}>
          <Head flag={flag.data} />
          <Flags flag={flag.data} />
          <Around flag={flag.data} />
          <Before flag={flag.data} />
          {flag.data.decision ? (
            <Decided one={flag.data.decision} />
          ) : (
            !reads && <DecideFlag key={flag.data.id} flag={flag.data} />
          )}
        </section>
      )}
    </PageState>
  )
}

function Head({ flag }: { flag: Flag }) {
  const t = useTexts()
  const words = useWords()
  const open = flag.status !== 'closed'
  return (
    <header className={css.head}>
      <h2>{flag.question || words('questionDeleted')}</h2>
      <p className="s soft">
        {flag.expert ? t('about', { name: flag.expert.name }) : t('aboutNobody')}
        {flag.expertState && flag.expertState !== 'active' && ` ${t(`state_${flag.expertState}`)}`}
      </p>
      <p className={css.links}>
        <Link className="btn second small" to={`/manage/conversations/${flag.conversationId}`}>
          {t(open ? 'watch' : 'readAll')}
        </Link>
        {open && (
          <Link className="btn second small" to={`/manage/desk/${flag.conversationId}`}>
            {t('takeOver')}
          </Link>
        )}
        {flag.expert && (
          <Link className="btn second small" to={`/manage/experts/${flag.expert.id}`}>
            {flag.expert.name}
          </Link>
        )}
      </p>
    </header>
  )
}

function Flags({ flag }: { flag: Flag }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  return (
    <section aria-label={t('flags')}>
      <h3>{t('flags')}</h3>
      <ul className={css.raised}>
        {flag.flags.map((one) => (
          <li key={`${one.at} ${one.role} ${one.name ?? ''}`}>
            <span className="tag">{t(`${one.reason}Why`)}</span>
            <span>
              {one.name || t(`by_${one.role}`)}
              <span className="s quiet">
                , {day(one.at, timeZone)} {clock(one.at, timeZone)}
              </span>
              {one.text && <q className={css.text}>{one.text}</q>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was said before and after it. The flagged words stand as they were, also when nobody else reads them any more. */
function Around({ flag }: { flag: Flag }) {
  const t = useTexts()
  return (
    <section aria-label={t('around')}>
      <h3>{t('around')}</h3>
      <ol className={css.around}>
        {flag.around.map((entry) => (
          <Said key={entry.seq} entry={entry} flag={flag} />
        ))}
      </ol>
    </section>
  )
}

function Said({ entry, flag }: { entry: Entry; flag: Flag }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const flagged = entry.messageId !== undefined && entry.messageId === flag.messageId
  const name = entry.author.name || (entry.author.role === 'customer' ? customerName('') : t(`by_${entry.author.role}`))
  const gone = entry.deletedAt ? t(entry.hidden ? 'isHidden' : 'isDeleted') : undefined
  return (
    <li className={flagged ? css.flagged : undefined} data-role={entry.author.role}>
      <p className="xs quiet">
        <b>{name}</b> <span className="fig">{clock(entry.at, timeZone)}</span>
        {flagged && <span className="tag ember">{t('flagged')}</span>}
      </p>
      <p className={css.text} dir="auto">
        {flagged ? flag.quote : entry.text}
      </p>
      {gone && <p className="s quiet">{gone}</p>}
      {flagged && !gone && entry.text !== flag.quote && (
        <p className="s quiet">{t('nowReads', { text: entry.text ?? '' })}</p>
      )}
    </li>
  )
}

function Before({ flag }: { flag: Flag }) {
  const t = useTexts()
  if (flag.before.length === 0) return null
  return (
    <details className={css.before}>
      <summary>{t('before', { count: flag.before.length })}</summary>
      {flag.before.map((one) => (
        <Decided key={one.id} one={one} />
      ))}
    </details>
  )
}

function Decided({ one }: { one: NonNullable<Flag['decision']> }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const did = [one.hidden && t('didHide'), one.paused && t('didPause'), one.caseId && t('didCase')].filter(Boolean)
  return (
    <div className={css.decided}>
      <p>
        <b>{did.length > 0 ? did.join(' ') : t('didNothing')}</b>
      </p>
      <p className={css.text}>{one.reason}</p>
      <p className="s quiet">
        {one.by}, {day(one.at, timeZone)} {clock(one.at, timeZone)}
        {one.caseId && (
          <>
            {' · '}
            <Link to="/manage/cases">{t('toCases')}</Link>
          </>
        )}
      </p>
    </div>
  )
}
