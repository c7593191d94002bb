import { useMutation, useQueryClient } from '@tanstack/react-query'
import { acceptOffer, declineOffer } from '../../../client'
import { Bird } from '../../../design/Bird'
import { Icon } from '../../../design/Icon'
import { ProductPicture } from '../../../design/ProductPicture'
import { TickRing } from '../../../design/TickRing'
import { useWords } from '../../../design/words'
import { customerName } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { conversationQuery, offersQuery, seatsQuery } from '../../../queries'
import type { Offer, Seat } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { useTeamTexts } from '../i18n/team'
import { leftOf, offerLasts, ticksOf } from '../model/clocks'
import passed from './handover.module.css'
import { LaneFrame } from './LaneFrame'
import { OfferReasons } from './OfferReasons'
import css from './offer.module.css'

/** a long question leaves room for two reasons; the others stay one tap away */
const longQuestion = 80

interface Props {
  seat: Seat
  offer: Offer
  /** the picture of the product, when it is known */
  picture: string | undefined
  focused: boolean
  answer: OfferAnswer
  onFocus: () => void
}

/** OfferLane is an offer in the free seat: never over another lane, no points on it, passing as easy as taking. */
export function OfferLane({ seat, offer, picture, focused, answer, onFocus }: Props) {
  const t = useDeskTexts()
  const deleted = useWords()('questionDeleted')
  const left = Math.min(offerLasts, leftOf(offer.expiresAt, useServerSecond() * 1_000))
  return (
    <LaneFrame
      seatNo={seat.seatNo}
      label={t('seatOffer', { seat: seat.seatNo })}
      focused={focused}
      offer
      onFocus={onFocus}
      strip={<Folded left={left} />}
      head={
        <div className="grow">
          <h2>{t('offerTitle')}</h2>
          <p className="s quiet">{t(`offerSeat_${seatKey(seat.seatNo)}`)}</p>
        </div>
      }
    >
      <div className={css.offer}>
        <div className={css.scroll}>
          <div className={css.ring}>
            <TickRing
              size={136}
              thick={5}
              left={ticksOf(left, offerLasts)}
              colour="var(--ember)"
              figure={String(left)}
              figureSize={46}
              word={t('seconds')}
              label={t('secondsLeft', { count: left })}
            />
          </div>
          <p className={css.quote} lang={offer.language} dir="auto">
            {offer.question ? `“${offer.question}”` : deleted}
          </p>
          {offer.handOver ? <HandedOver handOver={offer.handOver} /> : null}
          <Customer offer={offer} picture={picture} t={t} />
          <OfferReasons offer={offer} most={offer.question.length > longQuestion ? 2 : 3} />
        </div>
        <Answers offer={offer} answer={answer} t={t} />
      </div>
    </LaneFrame>
  )
}

/** HandedOver is what the colleague before wrote for whoever takes it. */
function HandedOver({ handOver: { from, named, summary } }: { handOver: NonNullable<Offer['handOver']> }) {
  const t = useTeamTexts()
  return (
    <section className={passed.offered} aria-label={t('summary')}>
      <div className={passed.noteHead}>
        {from.bird === undefined ? <Icon name="people" size={22} /> : <Bird number={from.bird} size={26} />}
        <b className="strong">{t(named ? 'fromYou' : 'fromAny', { name: from.name })}</b>
      </div>
      <p className={passed.summary} dir="auto">
        {summary}
      </p>
    </section>
  )
}

function Answers({ offer, answer, t }: { offer: Offer; answer: OfferAnswer; t: DeskTexts }) {
  return (
    <div className={css.answers}>
      <button type="button" className={`btn ${css.take}`} disabled={answer.busy} onClick={() => answer.take(offer)}>
        {t('take')}{' '}
        <span className="key" aria-hidden="true">
          Alt Y
        </span>
      </button>
      <button
        type="button"
        className={`btn second ${css.pass}`}
        disabled={answer.busy}
        onClick={() => answer.pass(offer)}
      >
        {t('pass')}{' '}
        <span className="key" aria-hidden="true">
          Alt N
        </span>
      </button>
      <p className="xs quiet">{t('passFree')}</p>
    </div>
  )
}

function Folded({ left }: { left: number }) {
  const t = useDeskTexts()
  return (
    <>
      <TickRing
        size={56}
        thick={2.6}
        left={ticksOf(left, offerLasts)}
        colour="var(--ember)"
        figure={String(left)}
        figureSize={18}
      />
      <span className="s strong">{t('offerTitle')}</span>
    </>
  )
}

export interface OfferAnswer {
  busy: boolean
  take: (offer: Offer) => void
  pass: (offer: Offer) => void
  failed: string | undefined
}

/** useOfferAnswer takes an offer or passes it. A refusal (it lapsed, somebody was first) is told in words. */
export function useOfferAnswer(onTaken: (offer: Offer) => void, onPassed: (offer: Offer) => void): OfferAnswer {
  const client = useQueryClient()
  const settle = () => {
    void client.invalidateQueries({ queryKey: offersQuery.queryKey })
    void client.invalidateQueries({ queryKey: seatsQuery.queryKey })
  }
  const take = useMutation({
    mutationFn: (offer: Offer) => acceptOffer({ path: { id: offer.id } }),
    onSuccess: (conversation, offer) => {
      client.setQueryData(conversationQuery(conversation.id).queryKey, conversation)
      onTaken(offer)
    },
    onSettled: settle,
  })
  const pass = useMutation({
    mutationFn: (offer: Offer) => declineOffer({ path: { id: offer.id } }),
    onMutate: (offer) => {
      onPassed(offer)
      client.setQueryData(offersQuery.queryKey, (known) =>
        known ? { ...known, items: known.items.filter((each) => each.id !== offer.id) } : known,
      )
    },
    onSettled: settle,
  })
  return {
    busy: take.isPending || pass.isPending,
    take: take.mutate,
    pass: pass.mutate,
    failed: take.error?.message,
  }
}

function Customer({ offer, picture, t }: { offer: Offer; picture: string | undefined; t: DeskTexts }) {
  const { name, returning, earlier } = offer.customer
  const came = returning && earlier > 0 ? t('cameBefore', { count: earlier }) : t('newHere')
  const hard = offer.difficulty >= 1 ? t(`difficulty_${seatKey(offer.difficulty)}`) : undefined
  const words = [offer.productName, came, hard].filter(Boolean).join(', ')
  return (
    <div className={css.customer}>
      {offer.productId ? <ProductPicture name={picture} size={40} /> : <Icon name="speech" size={24} />}
      <div className="s">
        <b className="strong">{customerName(name)}</b>
        <p className="soft">{words.charAt(0).toLocaleUpperCase() + words.slice(1)}.</p>
      </div>
    </div>
  )
}

function seatKey(seatNo: number): 1 | 2 | 3 {
  return seatNo <= 1 ? 1 : seatNo === 2 ? 2 : 3
}
