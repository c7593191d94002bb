import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { myRatingPages, type OwnRating } from './api'
import { Disputed } from './Disputed'
import { useTexts } from './i18n'
import styles from './ratings.module.css'
import { StarLine } from './StarLine'

/** MyRatingsPage is what customers said of an expert's answers, batch by batch, and the way to dispute a low one. */
export function MyRatingsPage() {
  const t = useTexts()
  const ratings = useInfiniteQuery(myRatingPages)
  const timeZone = useQuery(brandQuery).data?.timeZone
  const all = ratings.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <main className="page">
      <h1>{t('title')}</h1>
      <p className={`soft ${styles.lead}`}>
        {t('lead')} <Link to="/season">{t('toSeason')}</Link>
      </p>
      <PageState queries={[ratings]}>
        {all.length === 0 && <EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
        {all.length > 0 && (
          <div className={`card ${styles.card} ${styles.told}`}>
            {batches(all, timeZone).map(({ on, items }) => (
              <section key={on} className={styles.batch} aria-label={t('batch', { day: on })}>
                <h2 className={styles.on}>{t('batch', { day: on })}</h2>
                <ul className={styles.list}>
                  {items.map((one) => (
                    <li key={`${one.conversationId}:${one.episode}`} className={styles.one}>
                      <One rating={one} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        )}
        {ratings.hasNextPage && (
          <button
            type="button"
            className="btn second"
            aria-busy={ratings.isFetchingNextPage}
            disabled={ratings.isFetchingNextPage}
            onClick={() => void ratings.fetchNextPage()}
          >
            {t('more')}
          </button>
        )}
      </PageState>
    </main>
  )
}

/** Ratings that were told on one day stand together. */
function batches(all: OwnRating[], timeZone: string | undefined): { on: string; items: OwnRating[] }[] {
  const days: { on: string; items: OwnRating[] }[] = []
  for (const one of all) {
    const on = day(one.toldAt, timeZone)
    const last = days.at(-1)
    if (last?.on === on) last.items.push(one)
    else days.push({ on, items: [one] })
  }
  return days
}

function One({ rating }: { rating: OwnRating }) {
  const t = useTexts()
  return (
    <>
      <StarLine stars={rating.stars} />
      <div className={styles.what}>
        <p className={styles.question}>{rating.question || t('deleted')}</p>
        <p className="s quiet">{[rating.reasonName, ...useWhy(rating)].filter(Boolean).join('. ')}</p>
        <Disputed rating={rating} />
      </div>
    </>
  )
}

/** Whose doing it was, as the customer says, and whether it counts. */
function useWhy(rating: OwnRating): string[] {
  const t = useTexts()
  const why: string[] = []
  if (rating.cause === 'company') why.push(t('causeCompany'))
  if (rating.cause === 'expert') why.push(t('causeExpert'))
  if (rating.excluded) why.push(t(`excluded_${rating.excluded}`))
  else if (!rating.counts) why.push(t('countsNot'))
  return why
}
