import { useQuery } from '@tanstack/react-query'
import { PointsChip } from '../../../design/PointsChip'
import { number, ordinal } from '../../../i18n/format'
import { meQuery, pointsQuery } from '../../../queries'
import { useDeskTexts } from '../i18n'
import { BoardCard } from './BoardCard'
import { PointsCard } from './PointsCard'
import css from './side.module.css'
import top from './top.module.css'

/** Side keeps my points and the board beside the work; below 1280 px it opens in place. */
export function Side({ open }: { open: boolean }) {
  const t = useDeskTexts()
  const me = useQuery(meQuery).data
  const level = me?.expert ? t(`level_${levelKey(me.expert.level)}`) : undefined
  return (
    <aside className={open ? `${css.side} ${css.open}` : css.side} aria-label={t('side')}>
      <div className={css.who}>
        <b className="strong">{[me?.expert?.displayName ?? me?.name, level].filter(Boolean).join(', ')}</b>
      </div>
      <PointsCard />
      <BoardCard />
    </aside>
  )
}

/** SideSwitch is the folded side in one line: place, on its way, to spend. */
export function SideSwitch({ open, onSwitch }: { open: boolean; onSwitch: () => void }) {
  const t = useDeskTexts()
  const points = useQuery(pointsQuery).data
  return (
    <button type="button" className={top.mini} aria-expanded={open} onClick={onSwitch}>
      <span className="hidden">{open ? t('closeBoard') : t('openBoard')}</span>
      {points ? (
        <>
          {points.standing.rank > 0 ? <span className="fig">{ordinal(points.standing.rank)}</span> : null}
          <PointsChip points={points.pending} pending unsigned />
          <b className="fig">{number(points.available)}</b>
        </>
      ) : null}
    </button>
  )
}

function levelKey(level: number): 0 | 1 | 2 | 3 | 4 {
  if (level >= 4) return 4
  return level === 3 ? 3 : level === 2 ? 2 : level === 1 ? 1 : 0
}
