import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { listMyPastOffers, type PastOffer } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { PageState } from '../../design/PageState'
import { clock, day } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { usePastTexts } from './i18n/past'
import { OfferReasons } from './parts/OfferReasons'
import css from './past.module.css'

const offerPages = infiniteQueryOptions({
  queryKey: ['me', 'offers', 'past'],
  queryFn: ({ pageParam, signal }) => listMyPastOffers({ query: { limit: 25, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last) => last.next || undefined,
})

/** PastOffersPage is what was offered to an expert and why, also what passed by: nobody has to trust a machine's choice unseen. */
export function PastOffersPage() {
  const t = usePastTexts()
  const offers = useInfiniteQuery(offerPages)
  const timeZone = useQuery(brandQuery).data?.timeZone
  const all = offers.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <main className="page">
      <h1>{t('title')}</h1>
      <p className={`soft ${css.lead}`}>{t('lead')}</p>
      <PageState queries={[offers]}>
        {all.length === 0 && <EmptyState title={t('none')}>{t('noneText')}</EmptyState>}
        <div className={css.days}>
          {byDay(all, timeZone).map(([on, items]) => (
            <section key={on} className={`card ${css.day}`} aria-label={on}>
              <h2 className={css.on}>{on}</h2>
              <ul className={css.list}>
                {items.map((offer) => (
                  <One key={offer.id} offer={offer} timeZone={timeZone} />
                ))}
              </ul>
            </section>
          ))}
        </div>
        {offers.hasNextPage && (
          <button
            type="button"
            className="btn second"
            aria-busy={offers.isFetchingNextPage}
            disabled={offers.isFetchingNextPage}
            onClick={() => void offers.fetchNextPage()}
          >
            {t('more')}
          </button>
        )}
      </PageState>
    </main>
  )
}

function byDay(all: PastOffer[], timeZone: string | undefined): [string, PastOffer[]][] {
  const days = new Map<string, PastOffer[]>()
  for (const offer of all) {
    const on = day(offer.madeAt, timeZone)
    days.set(on, [...(days.get(on) ?? []), offer])
  }
  return [...days]
}

function One({ offer, timeZone }: { offer: PastOffer; timeZone: string | undefined }) {
  const t = usePastTexts()
  return (
    <li className={css.one}>
      <time className="s quiet" dateTime={offer.madeAt}>
        {clock(offer.madeAt, timeZone)}
      </time>
      <div className={css.what}>
        <p className={css.head}>
          <b>{offer.reasonName || t('noReason')}</b>
          {offer.productName ? <span className="soft">{offer.productName}</span> : null}
          <span className={css.state} data-state={offer.state}>
            {t(offer.state)}
          </span>
        </p>
        <OfferReasons offer={offer} most={3} />
      </div>
    </li>
  )
}
