import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Bird } from '../../../design/Bird'
import { PageState } from '../../../design/PageState'
import { WideTuner } from '../../../design/WideTuner'
import { day, number } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { type League, type LeagueRow, leagueQuery, type PastRound, roundsQuery, type Win, winsQuery } from './api'
import { useTexts } from './i18n'
import css from './league.module.css'

/** The running round as an expert plays it: their league with its zones, or who is around them; and rounds that are over. */
export function LeaguePage() {
  const league = useQuery(leagueQuery())
  const rounds = useQuery(roundsQuery)
  return (
    <PageState queries={[league, rounds]}>
      {league.data && rounds.data && <Page league={league.data} rounds={rounds.data} />}
    </PageState>
  )
}

function Page({ league, rounds }: { league: League; rounds: PastRound[] }) {
  const t = useTexts()
  const timeZone = useQuery(brandQuery).data?.timeZone
  const wins = useQuery(winsQuery).data ?? []
  const { season, round } = league
  const at = (time: string) => {
    const [from, to] = [Date.parse(round.startsAt), Date.parse(round.endsAt)]
    return Math.min(1, Math.max(0, (Date.parse(time) - from) / (to - from)))
  }
  const label = t('lead', { season: season.name, number: round.number, end: day(round.endsAt, timeZone) })
  return (
    <main className="page">
      <header className={css.head}>
        <div>
          <h1>{t('title')}</h1>
          <p className="soft">{label}</p>
        </div>
        <div className={css.tuner}>
          <WideTuner width={600} ticks={28} long={2} needle={at(new Date().toISOString())} label={label} />
        </div>
      </header>
      <div className={css.split}>
        <Board league={league} />
        <div className={css.side}>
          {wins.length > 0 && <Won wins={wins} timeZone={timeZone} />}
          <Goal goal={league.goal} />
          <Prizes league={league} />
          <Own league={league} />
        </div>
      </div>
      <Rounds rounds={rounds} season={season.id} timeZone={timeZone} />
    </main>
  )
}

export function leagueName(t: ReturnType<typeof useTexts>, league: NonNullable<League['league']>): string {
  return league.kind === 'rookie' ? t('rookies', { number: league.number }) : t('divisionOf', league)
}

export function roundName(t: ReturnType<typeof useTexts>, { season, number }: PastRound): string {
  return t('round', { season, number })
}

function Board({ league }: { league: League }) {
  const t = useTexts()
  const own = league.rows.find((row) => row.me)
  return (
    <section className={`card ${css.card}`} aria-labelledby="league">
      <div className={css.line}>
        <h2 id="league">{league.league ? leagueName(t, league.league) : t('oneBoard')}</h2>
        <span className="s soft">{t('playing', { count: number(league.of) })}</span>
      </div>
      <Rows rows={league.rows} />
      {own && <p className="s soft">{t(own.prize ? 'prizeIn' : 'prizeOut')}</p>}
      {!league.league && <p className="s quiet">{t('oneBoardText')}</p>}
      {league.league?.kind === 'league' && league.round.number <= 2 && <p className="s quiet">{t('noFall')}</p>}
      {league.league && league.why && <Why why={league.why} kind={league.league.kind} />}
    </section>
  )
}

/** The rows of a league; what the first and the last places lead to is said once, between them. */
export function Rows({ rows }: { rows: LeagueRow[] }) {
  const t = useTexts()
  return (
    <ol className={css.rows}>
      {rows.map((row, i) => (
        <li key={row.expertId} value={row.rank} className={row.me ? css.me : undefined}>
          <span className={`fig ${css.place}`}>{row.rank}</span>
          <Bird number={row.bird} size={30} />
          <span className={css.name}>{row.me ? t('you') : row.name}</span>
          {row.zone !== 'none' && row.zone !== rows[i - 1]?.zone && (
            <span className="tag">{t(row.zone === 'up' ? 'zoneUp' : 'zoneDown')}</span>
          )}
          {row.zone !== 'none' && <span className="hidden">{t(row.zone === 'up' ? 'zoneUpRow' : 'zoneDownRow')}</span>}
          <span className={`fig ${css.score}`}>{number(row.score)}</span>
        </li>
      ))}
    </ol>
  )
}

function Why({ why, kind }: { why: NonNullable<League['why']>; kind: string }) {
  const t = useTexts()
  return (
    <details className={css.why}>
      <summary>{t('why')}</summary>
      {kind === 'rookie' ? (
        <p className="s">{t('whyRookie')}</p>
      ) : (
        <dl className={css.facts}>
          <Fact term={t('whyScore')}>{number(why.score)}</Fact>
          <Fact term={t('whyMinutes')}>{number(why.minutes)}</Fact>
          {why.division > 0 && (
            <Fact term={t('division', why)}>{why.place > 0 ? `${t('whyPlace')} ${number(why.place)}` : '–'}</Fact>
          )}
          <Fact term={t('whyMoved')}>{t(`moved_${why.moved}`)}</Fact>
        </dl>
      )}
    </details>
  )
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="s soft">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

export function Goal({ goal, over }: { goal: League['goal']; over?: boolean }) {
  const t = useTexts()
  if (!goal) return null
  const reached = goal.counted >= goal.target
  return (
    <section className={`card ${css.card}`} aria-labelledby="goal">
      <h2 id="goal">{t('goal')}</h2>
      <p className={css.big}>{goal.text}</p>
      <WideTuner
        width={320}
        ticks={20}
        long={5}
        needle={Math.min(1, goal.counted / goal.target)}
        label={t('goalOf', { counted: number(goal.counted), target: number(goal.target) })}
      />
      <p>
        <b className="fig">{t('goalOf', { counted: number(goal.counted), target: number(goal.target) })}</b>{' '}
        <span className="s soft">{t(`measure_${goal.measure}`)}</span>
      </p>
      <p className="s">
        {reached || !over ? t(reached ? 'goalReached' : 'goalReward', { reward: goal.reward }) : t('goalMissed')}
      </p>
    </section>
  )
}

function Prizes({ league }: { league: League }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card}`} aria-labelledby="prizes">
      <h2 id="prizes">{t('prizes')}</h2>
      {league.prizes.length === 0 && <p className="s soft">{t('prizesNone')}</p>}
      <PrizeList prizes={league.prizes} />
    </section>
  )
}

export function PrizeList({ prizes, act }: { prizes: League['prizes']; act?: (id: string) => React.ReactNode }) {
  const t = useTexts()
  return (
    <ul className={css.list}>
      {prizes.map((prize) => (
        <li key={prize.id}>
          <b>{prize.what}</b>
          <span className="s soft">
            {prize.from === prize.to
              ? t('prizePlace', { from: prize.from })
              : t('prizePlaces', { from: prize.from, to: prize.to })}
            {!prize.roundId && ` ${t('prizeSeason')}`}
          </span>
          {act?.(prize.id)}
        </li>
      ))}
    </ul>
  )
}

/** Thirteen weeks, for which the shop honours it. */
const earlyFor = 13 * 7 * 24 * 3_600_000

function Won({ wins, timeZone }: { wins: Win[]; timeZone: string | undefined }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card} ${css.won}`} aria-labelledby="won">
      <h2 id="won">{t('won')}</h2>
      <ul className={css.list}>
        {wins.map((win) => (
          <li key={win.id}>
            <b>
              {win.among > 1 && !win.early
                ? t('wonPart', { what: win.what, pieces: win.pieces, among: win.among })
                : win.what}
            </b>
            <span className="s">{win.where}</span>
            <span className="s">
              {win.early
                ? t('wonEarly', { date: day(new Date(Date.parse(win.wonAt) + earlyFor), timeZone) })
                : win.handedAt
                  ? t('wonHanded', { date: day(win.handedAt, timeZone) })
                  : t('wonSoon')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Own({ league }: { league: League }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card}`}>
      <dl className={css.figures}>
        <div>
          <dt className="s soft">{t('streak')}</dt>
          <dd className="fig">{number(league.streak)}</dd>
        </div>
        <div>
          <dt className="s soft">{t('best')}</dt>
          <dd className="fig">{league.personalBest === undefined ? '–' : number(league.personalBest)}</dd>
        </div>
      </dl>
      <p className="s quiet">
        {t('streakText')} {league.personalBest === undefined && t('bestNone')}
      </p>
    </section>
  )
}

function Rounds({ rounds, season, timeZone }: { rounds: PastRound[]; season: string; timeZone: string | undefined }) {
  const t = useTexts()
  return (
    <section className={`card ${css.card} ${css.rounds}`} aria-labelledby="rounds">
      <div className={css.line}>
        <h2 id="rounds">{t('rounds')}</h2>
        <Link to={`/league/race/${season}`}>{t('raceWatch')}</Link>
      </div>
      {rounds.length === 0 && <p className="s soft">{t('roundsNone')}</p>}
      <ul className={css.list}>
        {rounds.map((round) => (
          <li key={round.id}>
            <Link to={`/league/rounds/${round.id}`} className="strong">
              {roundName(t, round)}
            </Link>
            <span className="tag">{t(round.state)}</span>
            <span className="s soft">
              {round.place
                ? t('yourPlace', { place: round.place, of: round.of ?? 0, score: number(round.score ?? 0) })
                : t('closingUntil', { date: day(round.finalAt, timeZone) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
