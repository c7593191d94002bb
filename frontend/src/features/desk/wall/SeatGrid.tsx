import { Link } from 'react-router'
import type { WallExpert, WallHeld, WallSeat } from '../../../client'
import { Bird } from '../../../design/Bird'
import { EmptyState } from '../../../design/EmptyState'
import { useServerSecond } from '../../../live/serverTime'
import { leftOf, minutes } from '../model/clocks'
import { useWallTexts, type WallTexts } from './i18n'
import { aboutOf, since } from './wall'
import css from './wall.module.css'

/** SeatGrid is every expert who is there with three seats: what is on them, whose turn it is, and since when. */
export function SeatGrid({ experts }: { experts: readonly WallExpert[] }) {
  const t = useWallTexts()
  return (
    <>
      <div className="row between">
        <h2 id="wall-seats">{t('seats')}</h2>
        <span className="xs quiet">{t('legend')}</span>
      </div>
      {experts.length === 0 ? (
        <EmptyState title={t('noExperts')}>{t('noExpertsText')}</EmptyState>
      ) : (
        <ul className={css.experts}>
          {experts.map((expert) => (
            <li key={expert.id} className={css.expert}>
              <Name expert={expert} />
              {expert.seats.map((seat) => (
                <Seat key={seat.seatNo} expert={expert} seat={seat} />
              ))}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Name({ expert }: { expert: WallExpert }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  const words =
    expert.presence === 'break'
      ? t('onBreak', { time: minutes(since(expert.presenceAt, now)) })
      : t(expert.presence === 'available' ? 'available' : 'away')
  return (
    <span className={css.name}>
      <Bird number={expert.bird} size={34} />
      <span>
        <b>{expert.displayName}</b>
        <span className="xs quiet">{words}</span>
      </span>
    </span>
  )
}

function Seat({ expert, seat }: { expert: WallExpert; seat: WallSeat }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  if (seat.held) return <Held expert={expert} seat={seat} held={seat.held} />
  if (expert.offer?.seatNo === seat.seatNo) {
    return (
      <span className={`${css.seat} ${css.offer}`}>
        <b className={css.line}>{expert.offer.question}</b>
        <span className={css.state}>
          {t('offer')} <span className="fig">{minutes(leftOf(expert.offer.expiresAt, now))}</span>
        </span>
      </span>
    )
  }
  if (!seat.open) return <span className={`${css.seat} ${css.closed}`}>{t('notOpen')}</span>
  return <span className={`${css.seat} ${css.free}`}>{expert.presence === 'available' ? t('free') : ''}</span>
}

function Held({ expert, seat, held }: { expert: WallExpert; seat: WallSeat; held: WallHeld }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  const time = minutes(since(held.since, now))
  const state = stateOf(held, t)
  const look = held.silent ? css.silent : held.status === 'waiting' ? css.customer : css.writes
  return (
    <Link
      to={`/manage/conversations/${held.conversationId}`}
      className={`${css.seat} ${look}`}
      aria-label={t('seatLabel', {
        expert: expert.displayName,
        seat: seat.seatNo,
        subject: aboutOf(held),
        state,
        time,
      })}
    >
      <b className={css.line}>{aboutOf(held)}</b>
      <span className={css.state}>
        {held.watchers > 0 ? t('watched', { count: held.watchers }) : state} <span className="fig">{time}</span>
      </span>
    </Link>
  )
}

function stateOf(held: WallHeld, t: WallTexts): string {
  if (held.silent) return t('silentNow')
  return held.status === 'waiting' ? t('customerTurn') : t('writes')
}
