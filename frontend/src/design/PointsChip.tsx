import { number, signed } from '../i18n/format'
import './points.css'

interface Props {
  points: number
  /** on its way: hatched, with a plain plate behind the figure */
  pending?: boolean
  /** set aside for a reward: an outline without fill */
  reserved?: boolean
  /** a balance, not a movement */
  unsigned?: boolean
  size?: 'small' | 'medium' | 'large'
}

/** PointsChip is gold, because it was earned. A minus is an outline in ink, never red. */
export function PointsChip({ points, pending, reserved, unsigned, size = 'small' }: Props) {
  const kind = points < 0 ? 'minus' : reserved ? 'reserved' : pending ? 'pending' : 'solid'
  return (
    <span className={`points ${kind} ${size}`}>
      <b>{unsigned ? number(points) : signed(points)}</b>
    </span>
  )
}

/** PointsBar shows a score as a part of the highest: solid is confirmed, hatched is on its way. */
export function PointsBar({ settled, pending, of }: { settled: number; pending: number; of: number }) {
  const part = (points: number) => (of > 0 ? `${Math.max(0, Math.min(100, (points / of) * 100))}%` : '0%')
  return (
    <span className="points-bar" aria-hidden="true">
      {settled > 0 ? <i style={{ inlineSize: part(settled) }} /> : null}
      {pending > 0 ? <i className="pending" style={{ inlineSize: part(pending) }} /> : null}
    </span>
  )
}
