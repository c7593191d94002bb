import { useEffect, useRef, useState } from 'react'
import { Bird } from '../../design/Bird'
import { Icon } from '../../design/Icon'
import { PointsBar } from '../../design/PointsChip'
import { useGlide } from '../../design/useGlide'
import { number } from '../../i18n/format'
import type { BoardRow, Leaderboard } from '../../queries/types'
import css from './board.module.css'
import { useLeagueTexts } from './i18n'
import { pagesOf, risen, whole } from './wall'

const turnEvery = 20_000
const risenLasts = 8_000

/** WallRows is at most nine rows; the rest by a slow page turn. Rows glide, and a rise carries a gold frame for a while. */
export function WallRows({ board }: { board: Leaderboard }) {
  const t = useLeagueTexts()
  const pages = pagesOf(board.items)
  const page = useTurn(pages.length)
  const rows = pages[page] ?? []
  const rose = useRisen(board.items)
  const list = useGlide<HTMLOListElement>(rows.map((row) => row.expertId).join())
  const full = whole(board.items)
  if (rows.length === 0) return <p className={css.empty}>{t('empty')}</p>
  return (
    <>
      <ol className={css.rows} ref={list}>
        {rows.map((row) => (
          <Row key={row.expertId} row={row} full={full} rose={rose.has(row.expertId)} />
        ))}
      </ol>
      {pages.length > 1 ? (
        <p className={css.page}>{t('page', { from: rows[0]?.rank ?? 1, to: rows.at(-1)?.rank ?? 1, of: board.of })}</p>
      ) : null}
    </>
  )
}

function Row({ row, full, rose }: { row: BoardRow; full: number; rose: boolean }) {
  const t = useLeagueTexts()
  const { rank, name } = row
  const kinds = [css.row, rank === 1 && css.first, row.me && css.mine, rose && css.rose].filter(Boolean).join(' ')
  const score = number(row.score)
  return (
    <li className={kinds} data-glide={row.expertId} value={rank}>
      <span className={css.place} aria-hidden="true">
        {rank}
      </span>
      <Bird number={row.bird} size={58} />
      <span className={css.name}>
        <span className="hidden">{t('rowLabel', { rank, name, score, settled: number(row.settledScore) })}</span>
        <span aria-hidden="true">{name}</span>
        {row.moved > 0 ? (
          <span className={css.moved}>
            <Icon name="up" />
            <span aria-hidden="true">{row.moved}</span>
            <span className="hidden">{t('moved', { count: row.moved })}</span>
          </span>
        ) : null}
      </span>
      <PointsBar settled={row.settledScore} pending={Math.max(0, row.score - row.settledScore)} of={full} />
      <span className={css.score} aria-hidden="true">
        {score}
      </span>
    </li>
  )
}

/** useTurn is the page shown now; it turns by itself, and stands still when there is only one. */
function useTurn(pages: number): number {
  const [page, setPage] = useState(0)
  useEffect(() => {
    if (pages < 2) return
    const timer = setInterval(() => setPage((now) => now + 1), turnEvery)
    return () => clearInterval(timer)
  }, [pages])
  return pages > 0 ? page % pages : 0
}

/** useRisen is who rose in an update of the last eight seconds. */
function useRisen(items: readonly BoardRow[]): ReadonlySet<string> {
  const before = useRef(new Map<string, number>())
  const [rose, setRose] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const up = risen(before.current, items)
    before.current = new Map(items.map((row) => [row.expertId, row.rank]))
    if (up.length === 0) return
    setRose(new Set(up))
    const timer = setTimeout(() => setRose(new Set()), risenLasts)
    return () => clearTimeout(timer)
  }, [items])
  return rose
}
