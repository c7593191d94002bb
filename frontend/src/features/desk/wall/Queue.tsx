import { Link } from 'react-router'
import type { Wall, WallWaiting } from '../../../client'
import { TickRing } from '../../../design/TickRing'
import { useServerSecond } from '../../../live/serverTime'
import { minutes, ticksOf } from '../model/clocks'
import { useWallTexts, type WallTexts } from './i18n'
import { aboutOf, queueOf, since, waitsTooLong } from './wall'
import css from './wall.module.css'

const shown = 8

/** Queue is who waits now, in the order in which they are served. */
export function Queue({ wall }: { wall: Wall }) {
  const t = useWallTexts()
  const queue = queueOf(wall)
  return (
    <>
      <div className="row between">
        <h2 id="wall-queue">{t('queue')}</h2>
        <span className="xs quiet">{t('queueOrder')}</span>
      </div>
      {queue.length === 0 ? (
        <p className={`s soft ${css.calm}`}>
          <b>{t('nobodyWaits')}</b>
          {t('nobodyWaitsText')}
        </p>
      ) : (
        <ol className={css.rows}>
          {queue.slice(0, shown).map((waiting) => (
            <li key={waiting.conversationId}>
              <Row waiting={waiting} />
            </li>
          ))}
        </ol>
      )}
      {queue.length > shown && <p className="s quiet">{t('more', { count: queue.length - shown })}</p>}
    </>
  )
}

function Row({ waiting }: { waiting: WallWaiting }) {
  const t = useWallTexts()
  const now = useServerSecond() * 1_000
  const waited = since(waiting.since, now)
  const late = waited >= waitsTooLong
  const left = late ? 0 : ticksOf(waitsTooLong - waited, waitsTooLong)
  return (
    <Link to={`/manage/conversations/${waiting.conversationId}`} className={css.waiting}>
      <TickRing
        size={46}
        thick={2.4}
        left={late ? 20 : left}
        colour={late ? 'var(--ember)' : undefined}
        figure={minutes(waited)}
        figureSize={13}
      />
      <span className="grow">
        <b className={css.line}>{headOf(waiting, t)}</b>
        <span className={`s soft ${css.line}`}>{aboutOf(waiting)}</span>
      </span>
    </Link>
  )
}

function headOf(waiting: WallWaiting, t: WallTexts): string {
  if (waiting.offeredTo) return t('offeredTo', { name: waiting.offeredTo })
  if (waiting.desk === 'staff') return t('forStaff')
  if (waiting.class === 0) return t('classFront')
  if (waiting.class === 1) return t('classUrgent')
  return waiting.customerName || t('aQuestion')
}
