import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useParams } from 'react-router'
import { useActor } from '../../../app/session'
import { Bird } from '../../../design/Bird'
import { EmptyState } from '../../../design/EmptyState'
import { Icon } from '../../../design/Icon'
import { PageState } from '../../../design/PageState'
import { useGlide } from '../../../design/useGlide'
import { day, number } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { type Race, raceQuery } from './api'
import { useTexts } from './i18n'
import css from './league.module.css'

/** The season again, day by day; who wants no motion reads it as a table. */
export function RacePage() {
  const t = useTexts()
  const { id = '' } = useParams()
  const race = useQuery(raceQuery(id))
  const staff = useActor().role !== 'expert'
  const still = useMediaQuery('(prefers-reduced-motion: reduce)', undefined, { getInitialValueInEffect: false })
  return (
    <PageState queries={[race]}>
      {race.data && (
        <main className="page">
          <p>
            <Link to={staff ? '/manage/league' : '/league'} className="s strong">
              <Icon name="back" directed /> {t('back')}
            </Link>
          </p>
          <header className={css.head}>
            <div>
              <h1>
                {t('race')}: {race.data.season}
              </h1>
              <p className="soft">{t('raceLead')}</p>
            </div>
          </header>
          {race.data.days.length === 0 ? (
            <EmptyState title={t('race')}>{t('raceNone')}</EmptyState>
          ) : (
            <>
              {!still && <Track race={race.data} />}
              <Weeks race={race.data} open={still === true} />
            </>
          )}
        </main>
      )}
    </PageState>
  )
}

const stepMs = 260

function Track({ race }: { race: Race }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const last = race.days.length - 1
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(false)
  useEffect(() => {
    if (!playing) return
    const timer = setInterval(() => setAt((now) => Math.min(now + 1, last)), stepMs)
    return () => clearInterval(timer)
  }, [playing, last])
  useEffect(() => {
    if (at === last) setPlaying(false)
  }, [at, last])
  const today = race.days[at]
  const order = race.racers
    .map((racer, i) => ({ ...racer, place: today?.places[i] ?? 0, score: today?.scores[i] ?? 0 }))
    .sort((a, b) => a.place - b.place || (a.alias < b.alias ? -1 : 1))
  const list = useGlide<HTMLOListElement>(order.map((racer) => racer.alias).join())
  const most = Math.max(1, ...(race.days[last]?.scores ?? [1]))
  const toggle = () => {
    if (at === last) setAt(0)
    setPlaying(!playing)
  }
  return (
    <section className={`card ${css.card}`} aria-label={t('race')}>
      <div className={css.controls}>
        <button type="button" className="btn" onClick={toggle}>
          {t(playing ? 'racePause' : 'racePlay')}
        </button>
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          aria-label={t('raceScale')}
          aria-valuetext={today && day(today.day, timeZone)}
          onChange={(event) => {
            setPlaying(false)
            setAt(Number(event.currentTarget.value))
          }}
        />
        <time className={`fig ${css.today}`}>{today && day(today.day, timeZone)}</time>
      </div>
      <ol className={css.track} ref={list}>
        {order.map((racer) => (
          <li key={racer.alias} data-glide={racer.alias} value={racer.place} className={racer.me ? css.me : undefined}>
            <span className={`fig ${css.place}`}>{racer.place}</span>
            <Bird number={racer.bird} size={30} />
            <span className={css.name}>{racer.me ? t('you') : racer.alias}</span>
            <span className={css.bar} aria-hidden="true">
              <i style={{ inlineSize: `${(100 * racer.score) / most}%` }} />
            </span>
            <span className={`fig ${css.score}`}>{number(racer.score)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const week = 7

/** The places of every seventh day and of the last. */
function Weeks({ race, open }: { race: Race; open: boolean }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const days = race.days.filter((_, i) => i % week === week - 1 || i === race.days.length - 1)
  return (
    <section className={`card ${css.card}`}>
      <details open={open}>
        <summary className="strong">{t('raceTable')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section className={css.scroll} aria-label={t('raceTable')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('name')}</th>
                {days.map((one) => (
                  <th scope="col" key={one.day}>
                    {day(one.day, timeZone)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {race.racers.map((racer, i) => (
                <tr key={racer.alias} className={racer.me ? css.own : undefined}>
                  <th scope="row">{racer.me ? t('you') : racer.alias}</th>
                  {days.map((one) => (
                    <td className="fig" key={one.day}>
                      {one.places[i]}. {number(one.scores[i] ?? 0)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
