import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { getWall, type Wall } from '../../../client'
import { Icon } from '../../../design/Icon'
import { PageState } from '../../../design/PageState'
import { clock } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { useServerSecond } from '../../../live/serverTime'
import { useLiveStatus } from '../../../live/status'
import { minutes } from '../model/clocks'
import { Alarms, Team } from './Alarms'
import { useWallTexts } from './i18n'
import { Queue } from './Queue'
import { SeatGrid } from './SeatGrid'
import { Waits } from './Waits'
import { queueOf, seatsOf } from './wall'
import css from './wall.module.css'

const wallQuery = queryOptions({
  queryKey: ['wall'],
  queryFn: ({ signal }) => getWall({ signal }),
})

/** WallPage is the floor as it is now, for managers: who waits, which seats are taken, who is silent. */
export function WallPage() {
  const wall = useQuery(wallQuery)
  return (
    <PageState queries={[wall]}>
      {wall.data && (
        <main className={css.page}>
          <Head wall={wall.data} updatedAt={wall.dataUpdatedAt} />
          <section className={`card ${css.queue}`} aria-labelledby="wall-queue">
            <Queue wall={wall.data} />
            <Waits wall={wall.data} />
          </section>
          <section className={`card ${css.seats}`} aria-labelledby="wall-seats">
            <SeatGrid experts={wall.data.experts} />
          </section>
          <section className={`card ${css.side}`} aria-labelledby="wall-over">
            <Alarms wall={wall.data} />
            <Team wall={wall.data} />
          </section>
        </main>
      )}
    </PageState>
  )
}

function Head({ wall, updatedAt }: { wall: Wall; updatedAt: number }) {
  const t = useWallTexts()
  const waiting = queueOf(wall).length
  const { taken, open } = seatsOf(wall.experts)
  const silent = wall.experts.flatMap((e) => e.seats).filter((s) => s.held?.silent).length
  const reply = wall.firstReply
  return (
    <header className={css.head}>
      <h1>{t('title')}</h1>
      <Figure figure={String(waiting)} word={t('waiting', { count: waiting })} />
      <Figure
        figure={
          <Rich text={t('seatsOf', { taken, open })} marks={{ b: (inner) => <b className={css.strong}>{inner}</b> }} />
        }
        word={t('seatsTaken')}
      />
      {silent > 0 && <Figure figure={String(silent)} word={t('silent', { count: silent })} ember />}
      {reply ? (
        <Figure
          figure={`${minutes(reply.median)} / ${minutes(reply.p90)}`}
          word={t('firstReplyOf', { of: reply.of })}
        />
      ) : (
        <span className="xs quiet">{t('firstReplyNone')}</span>
      )}
      <span className="grow" />
      <Freshness updatedAt={updatedAt} />
      <Link to="/manage/screens" className="btn second small">
        <Icon name="season" /> {t('board')}
      </Link>
    </header>
  )
}

function Figure({ figure, word, ember }: { figure: ReactNode; word: string; ember?: boolean }) {
  return (
    <div className={ember ? `${css.figure} ${css.ember}` : css.figure}>
      <b className="fig">{figure}</b>
      <span className="xs quiet">{word}</span>
    </div>
  )
}

function Freshness({ updatedAt }: { updatedAt: number }) {
  const t = useWallTexts()
  useServerSecond()
  const up = useLiveStatus() === 'up'
  return (
    <span className={up ? `xs quiet ${css.fresh}` : `xs quiet ${css.fresh} ${css.stale}`}>
      <i aria-hidden="true" />
      {t(up ? 'upToDate' : 'behind', { time: clock(new Date(updatedAt)) })}
    </span>
  )
}
