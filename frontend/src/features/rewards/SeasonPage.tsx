import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Points } from '../../client'
import { PageState } from '../../design/PageState'
import { PointsChip } from '../../design/PointsChip'
import { useCount } from '../../design/useCount'
import { WideTuner } from '../../design/WideTuner'
import { day, number } from '../../i18n/format'
import { brandQuery, meQuery, pointsQuery, seasonQuery } from '../../queries'
import { awardPages, transferPages } from './api'
import { ConsentCard } from './ConsentCard'
import { EntryList } from './EntryList'
import { ExpiringSoon } from './ExpiringSoon'
import { filterOf, mergeEntries } from './entries'
import { useTexts } from './i18n'
import { LevelCard } from './LevelCard'
import { Owing } from './Owing'
import { QualityCard } from './QualityCard'
import { Sum } from './Sum'
import styles from './season.module.css'
import type { MySeason } from './types'
import { WeekBars } from './WeekBars'

/** "My season": where I stand, and why. */
export function SeasonPage() {
  const season = useQuery(seasonQuery)
  const points = useQuery(pointsQuery)
  return (
    <PageState queries={[season, points]}>
      {season.data && points.data && <Season season={season.data} points={points.data} />}
    </PageState>
  )
}

function Season({ season, points }: { season: MySeason; points: Points }) {
  const brand = useQuery(brandQuery).data
  const expert = useQuery(meQuery).data?.expert
  const timeZone = brand?.timeZone ?? 'UTC'
  const brandName = brand?.name ?? ''
  return (
    <main className="page">
      <Head season={season} points={points} timeZone={timeZone} />
      <Owing points={points} timeZone={timeZone} />
      <ExpiringSoon expiring={points.expiring} timeZone={timeZone} />
      <Entries timeZone={timeZone} season={season}>
        <QualityCard quality={season.quality} brand={brandName} />
        <div className={styles.pair}>
          <LevelCard level={season.level} brand={brandName} />
          {expert && <ConsentCard expert={expert} rank={points.standing.rank} score={points.standing.score} />}
        </div>
      </Entries>
    </main>
  )
}

/** The picked entry with its sum, the weeks beside it, and every entry under them. */
function Entries({ season, timeZone, children }: { season: MySeason; timeZone: string; children: React.ReactNode }) {
  const t = useTexts()
  const [asked, setAsked] = useSearchParams()
  const filter = filterOf(asked.get('show'))
  const awards = useInfiniteQuery(awardPages(filter))
  const transfers = useInfiniteQuery(transferPages)
  const [picked, setPicked] = useState(asked.get('entry') ?? undefined)
  const withRewards = filter === 'all' || filter === 'rewards'
  const entries = useMemo(
    () =>
      mergeEntries(
        { items: awards.data?.pages.flatMap((page) => page.items) ?? [], more: awards.hasNextPage },
        {
          items: withRewards ? (transfers.data?.pages.flatMap((page) => page.items) ?? []) : [],
          more: withRewards && transfers.hasNextPage,
        },
      ),
    [awards.data, awards.hasNextPage, transfers.data, transfers.hasNextPage, withRewards],
  )
  const shown = entries.find((entry) => entry.id === picked && entry.kind === 'award') ?? entries.find(isAward)
  const more = () => {
    if (awards.hasNextPage) void awards.fetchNextPage()
    if (withRewards && transfers.hasNextPage) void transfers.fetchNextPage()
  }
  return (
    <div className={styles.grid}>
      <section className={`card ${styles.sum}`} aria-live="polite">
        {shown?.kind === 'award' ? (
          <Sum key={shown.id} award={shown.award} timeZone={timeZone} />
        ) : (
          <p className="s soft">{t(entries.length > 0 ? 'pickedNothing' : 'entriesEmpty')}</p>
        )}
      </section>
      <WeekBars season={season} />
      <EntryList
        entries={entries}
        picked={shown?.id}
        timeZone={timeZone}
        onPick={setPicked}
        filter={filter}
        onFilter={(to) => setAsked(to === 'all' ? {} : { show: to }, { replace: true })}
        waiting={awards.isLoading}
        more={awards.hasNextPage || (withRewards && transfers.hasNextPage) ? more : undefined}
        busy={awards.isFetchingNextPage || transfers.isFetchingNextPage}
      />
      <div className={styles.right}>{children}</div>
    </div>
  )
}

function isAward(entry: { kind: string }): boolean {
  return entry.kind === 'award'
}

function Head({ season, points, timeZone }: { season: MySeason; points: Points; timeZone: string }) {
  const t = useTexts()
  const { season: s, round } = season
  const at = (time: string) =>
    (Date.parse(time) - Date.parse(s.startsAt)) / (Date.parse(s.endsAt) - Date.parse(s.startsAt))
  const now = Math.min(1, Math.max(0, at(new Date().toISOString())))
  const { rank, of } = points.standing
  const place = t('placeWords').split(',')[rank - 1] ?? String(rank)
  return (
    <header className={styles.head}>
      <div>
        <h1>{t('title')}</h1>
        <p className="soft">
          {t('subtitle', { season: s.name, week: s.week, weeks: s.weeks })}{' '}
          {rank > 0 ? t('place', { place, of }) : t('noPlace')}
        </p>
      </div>
      <div className={styles.tuner}>
        <WideTuner
          width={700}
          ticks={s.weeks * 7}
          long={7}
          band={[at(round.startsAt), at(round.endsAt)]}
          needle={now}
          labels={scaleLabels(now, day(s.startsAt, timeZone), t('today'), day(s.endsAt, timeZone))}
          label={t('seasonScale', {
            season: s.name,
            week: s.week,
            weeks: s.weeks,
            round: round.number,
            from: day(round.startsAt, timeZone),
            to: day(round.endsAt, timeZone),
          })}
        />
      </div>
      <dl className={styles.balances}>
        <div>
          <dt>{t('toSpend')}</dt>
          <dd className={`fig ${styles.available}`}>{number(useCount(points.available))}</dd>
        </div>
        {points.reserved > 0 && (
          <div>
            <dt>{t('setAside')}</dt>
            <dd className={`fig ${styles.reserved}`}>{number(points.reserved)}</dd>
          </div>
        )}
        <div>
          <dt>{t('onItsWay')}</dt>
          <dd>
            <PointsChip points={points.pending} pending unsigned size="large" />
          </dd>
        </div>
      </dl>
    </header>
  )
}

/** The ends of the season give way to "today" where they would touch it. */
function scaleLabels(now: number, start: string, today: string, end: string) {
  return [
    ...(now > 0.12 ? [{ at: 0, text: start }] : []),
    { at: now, text: today },
    ...(now < 0.88 ? [{ at: 1, text: end }] : []),
  ]
}
