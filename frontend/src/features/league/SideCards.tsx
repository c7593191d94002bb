import { Bird } from '../../design/Bird'
import { Meter } from '../../design/Meter'
import { Tuner } from '../../design/Tuner'
import { clock, day, number, weekday } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { useServerSecond } from '../../live/serverTime'
import type { BoardRow, Leaderboard } from '../../queries/types'
import css from './board.module.css'
import { useLeagueTexts } from './i18n'
import { highestRise, place, together } from './wall'

/** SeasonCard is the season on its scale: the round is the band, today the needle. */
export function SeasonCard({ board, timeZone }: { board: Leaderboard; timeZone: string | undefined }) {
  const t = useLeagueTexts()
  const { season, round } = board
  const now = Math.floor(useServerSecond() / 60) * 60_000
  const at = (moment: string | number) => place(season.startsAt, season.endsAt, moment)
  const end = `${weekday(round.endsAt, timeZone)} ${clock(round.endsAt, timeZone)}`
  const needle = at(now)
  return (
    <section className={css.card}>
      <div className="row between">
        <h2>{season.name}</h2>
        <span className={`fig ${css.week}`}>
          <Rich text={t('week', { week: season.week, weeks: season.weeks })} marks={{ b: (inner) => <b>{inner}</b> }} />
        </span>
      </div>
      <div className={css.scale}>
        <Tuner
          width={496}
          ticks={season.weeks * 3}
          long={3}
          wordSize={22}
          band={[at(round.startsAt), at(round.endsAt)]}
          needle={needle}
          labels={[
            ...(needle > 0.26 ? [{ at: 0, text: day(season.startsAt, timeZone) }] : []),
            { at: needle, text: t('today') },
            ...(needle < 0.74 ? [{ at: 1, text: day(season.endsAt, timeZone) }] : []),
          ]}
          label={t('seasonScale', { season: season.name, week: season.week, weeks: season.weeks, end })}
        />
      </div>
      <p>{t('roundEnds', { end })}</p>
    </section>
  )
}

/** Together is what everybody earned this round, and how much of it customers have confirmed. */
export function Together({ items }: { items: readonly BoardRow[] }) {
  const t = useLeagueTexts()
  const { all, settled } = together(items)
  return (
    <section className={css.card}>
      <h2>{t('together')}</h2>
      <div className={css.meter}>
        <Meter part={all > 0 ? settled / all : 0} figure={number(settled)}>
          {all > 0 ? t('togetherOf', { all: number(all) }) : null}
        </Meter>
      </div>
      <p className={css.centre}>{all > 0 ? t('togetherHint') : t('togetherNone')}</p>
    </section>
  )
}

/** Rise is the good news: who rose most. A fall is nobody's news. */
export function Rise({ items }: { items: readonly BoardRow[] }) {
  const t = useLeagueTexts()
  const best = highestRise(items)
  return (
    <section className={`${css.card} ${css.rise}`}>
      <Bird number={best?.bird ?? 9} size={84} />
      <div>
        <h2>{t('roseTitle')}</h2>
        <p>{best ? t('rose', { name: best.name, count: best.moved }) : t('noneRose')}</p>
      </div>
    </section>
  )
}
