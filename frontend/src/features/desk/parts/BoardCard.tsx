import { useQuery } from '@tanstack/react-query'
import { BoardRows } from '../../../design/BoardRows'
import { Tuner } from '../../../design/Tuner'
import { Why } from '../../../design/Why'
import { day, fixed, number } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { useServerSecond } from '../../../live/serverTime'
import { boardQuery, brandQuery } from '../../../queries'
import type { Leaderboard } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { aroundMe, nextAbove } from '../model/board'
import { RewardLine } from './RewardLine'
import css from './side.module.css'

const rows = 7

/** BoardCard is the board around me, with the round on its scale and what is missing to the next place. */
export function BoardCard() {
  const t = useDeskTexts()
  const board = useBoard()
  if (!board) return <section className={`card grow ${css.board}`} aria-busy="true" />
  const items = aroundMe(board, rows)
  return (
    <section className={`card grow ${css.board}`}>
      <div className="row between">
        <h2>{t('board')}</h2>
        <span className="s quiet">{t('round', { number: board.round.number })}</span>
      </div>
      <RoundScale round={board.round} t={t} />
      {items.length > 0 ? <BoardRows items={items} you={t('you')} /> : <p className="s quiet">{t('noBoard')}</p>}
      <p className={`s soft ${css.next}`}>
        <Next board={board} t={t} /> <Counted board={board} t={t} />
      </p>
      <RewardLine />
    </section>
  )
}

/** useBoard is the board from the top while I stand near it, and around me further down. */
function useBoard(): Leaderboard | undefined {
  const top = useQuery(boardQuery('top', rows)).data
  const far = (top?.me?.rank ?? 0) > Math.ceil(rows / 2)
  const around = useQuery({ ...boardQuery('me', rows), enabled: far }).data
  return far && around ? around : top
}

function RoundScale({ round, t }: { round: Leaderboard['round']; t: DeskTexts }) {
  const timeZone = useQuery(brandQuery).data?.timeZone
  const now = Math.floor(useServerSecond() / 60) * 60_000
  const [start, end] = [Date.parse(round.startsAt), Date.parse(round.endsAt)]
  const at = Math.max(0, Math.min(1, (now - start) / (end - start)))
  const [from, to] = [day(round.startsAt, timeZone), day(round.endsAt, timeZone)]
  return (
    <div className={css.scale}>
      <Tuner
        width={262}
        ticks={14}
        long={1}
        needle={at}
        labels={[
          ...(at > 0.22 ? [{ at: 0, text: from }] : []),
          { at, text: t('todayMark') },
          ...(at < 0.78 ? [{ at: 1, text: to }] : []),
        ]}
        label={t('boardScale', { number: round.number, from, to })}
      />
    </div>
  )
}

function Next({ board, t }: { board: Leaderboard; t: DeskTexts }) {
  const next = nextAbove(board)
  if (next) return <Rich text={t('toNext', { points: number(next.missing, 1), name: next.name })} />
  return board.me ? t('firstPlace') : null
}

function Counted({ board, t }: { board: Leaderboard; t: DeskTexts }) {
  const me = board.me
  return (
    <Why
      title={t('countedTitle')}
      rows={[
        { label: t('countedMean'), figure: '' },
        { label: t('countedCurve'), figure: '×' },
        { label: t('countedQuality'), figure: '×' },
        ...(me ? [{ label: t('countedSettled'), figure: fixed(me.settledScore, 0) }] : []),
      ]}
      total={me ? { label: t('countedNow'), figure: fixed(me.score, 0) } : undefined}
      note={t('countedNote')}
    >
      {t('howCounted')}
    </Why>
  )
}
