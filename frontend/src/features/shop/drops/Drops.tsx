import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { RewardPicture } from '../../../design/RewardPicture'
import { day, number, weekdayAndClock } from '../../../i18n/format'
import { type Drop, dropsQuery } from './api'
import css from './drops.module.css'
import { useTexts } from './i18n'
import { Part } from './Part'
import { useLeft, useNow } from './useLeft'

const fortnight = 14 * 24 * 60 * 60 * 1_000

/** Drops are the limited things that go out in a window: what is coming, what is open, and what was drawn lately. */
export function Drops({ timeZone }: { timeZone: string }) {
  const t = useTexts()
  const drops = useQuery(dropsQuery)
  const shown = (drops.data ?? []).filter((drop) => isShown(drop))
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="drops" className={css.section}>
      <div className={css.head}>
        <h2 id="drops">{t('title')}</h2>
        <span className="s soft">{t('lead')}</span>
      </div>
      <ul className={css.list}>
        {shown.map((drop) => (
          <DropCard key={drop.id} drop={drop} timeZone={timeZone} again={() => void drops.refetch()} />
        ))}
      </ul>
    </section>
  )
}

function isShown(drop: Drop): boolean {
  if (drop.state === 'draft') return false
  return !drop.endedAt || Date.parse(drop.now) - Date.parse(drop.endedAt) < fortnight
}

function DropCard({ drop, timeZone, again }: { drop: Drop; timeZone: string; again: () => void }) {
  const t = useTexts()
  const quiet = drop.state === 'over' || drop.state === 'cancelled'
  return (
    <li className={quiet ? `${css.card} ${css.quiet}` : css.card}>
      <div className={css.picture}>
        <RewardPicture name={drop.picture} size={132} tinted />
      </div>
      <div className={css.body}>
        <div className={css.title}>
          <span className={drop.state === 'live' ? 'tag gold' : 'tag'}>
            {t(drop.kind === 'draw' ? 'draw' : 'firstCome')}
          </span>
          <When drop={drop} timeZone={timeZone} again={again} />
        </div>
        <h3>{drop.name}</h3>
        <p className="s soft">{drop.description}</p>
        <dl className={css.figures}>
          <Figure value={drop.price} words={t('price')} />
          <Figure value={drop.pieces} words={t('pieces', { count: drop.pieces })} />
          {drop.kind === 'draw' ? (
            <Figure value={drop.entries} words={t('entries', { count: drop.entries })} />
          ) : (
            <Figure value={drop.pieces - drop.gone} words={t('left')} />
          )}
        </dl>
        {drop.reserve > 0 && !quiet && drop.state !== 'drawn' && (
          <p className="s soft">{t('reserve', { count: drop.reserve })}</p>
        )}
        <span className="grow" />
        <Part drop={drop} />
        {drop.drawnAt && (
          <p className={css.check}>
            <span className="s soft">{t('drawnOn', { at: moment(drop.drawnAt, timeZone) })}</span>
            <Link
              to={`/draws/${drop.id}${drop.mine?.entryId ? `?entry=${drop.mine.entryId}` : ''}`}
              aria-label={t('verifyNamed', { name: drop.name })}
              className="s strong"
            >
              {t('verify')}
            </Link>
          </p>
        )}
      </div>
    </li>
  )
}

function Figure({ value, words }: { value: number; words: string }) {
  return (
    <div>
      <dt className="s soft">{words}</dt>
      <dd className="fig">{number(value)}</dd>
    </div>
  )
}

/** moment writes Mon 09:00, 23 Nov. */
export function moment(at: string, timeZone?: string): string {
  return `${weekdayAndClock(at, timeZone)}, ${day(at, timeZone)}`
}

/** What comes next, when, and how long that is by the server's clock; when it has come, the page asks again. */
function When({ drop, timeZone, again }: { drop: Drop; timeZone: string; again: () => void }) {
  const t = useTexts()
  const now = useNow(drop.now)
  const left = useLeft()
  const next =
    drop.state === 'announced' ? drop.opensAt : drop.state === 'live' ? drop.closesAt : (drop.mine?.confirmUntil ?? '')
  const waits = ['announced', 'live'].includes(drop.state) || drop.mine?.state === 'won'
  const time = waits && next ? left(next, now) : undefined
  const due = waits && next !== '' && time === undefined
  useEffect(() => {
    if (!due) return
    const timer = setInterval(again, 5_000)
    return () => clearInterval(timer)
  }, [due, again])
  if (drop.state === 'cancelled') return <span className="s soft">{`${t('cancelled')}. ${drop.reason ?? ''}`}</span>
  if (!waits) return <span className="s soft">{t('closedAt', { at: moment(drop.closesAt, timeZone) })}</span>
  const words = drop.state === 'announced' ? 'opensIn' : drop.state === 'live' ? 'closesIn' : 'confirmIn'
  const at = drop.state === 'announced' ? 'opensAt' : 'closesAt'
  return (
    <time dateTime={next} className={css.when} title={t(at, { at: moment(next, timeZone) })}>
      <b>{time ? t(words, { time }) : t('soon')}</b>
      <span className="s soft">{moment(next, timeZone)}</span>
    </time>
  )
}
