import { useState } from 'react'
import { RewardPicture } from '../../design/RewardPicture'
import { day, number } from '../../i18n/format'
import { Keep } from './drops/Keep'
import { useTexts } from './i18n'
import styles from './mine.module.css'
import { parcelLink, promiseOf, type TrackStep, trackOf } from './standing'
import type { Redemption } from './types'
import { useCancel, useRefusalWords } from './useRedeem'

interface Props {
  redemptions: Redemption[]
  timeZone: string
}

/** What the person redeemed, with its four steps from the request to the door. */
export function Mine({ redemptions, timeZone }: Props) {
  const t = useTexts()
  const going = redemptions.filter((redemption) => isGoing(redemption))
  const over = redemptions.filter((redemption) => !isGoing(redemption))
  return (
    <section className={`card ${styles.card}`} id="mine" aria-label={t('mineTitle')} tabIndex={-1}>
      <h2>{t('mineTitle')}</h2>
      {redemptions.length === 0 && <p className={`s soft ${styles.empty}`}>{t('mineEmpty')}</p>}
      <ul className={styles.list}>
        {going.map((redemption) => (
          <Row key={redemption.id} redemption={redemption} timeZone={timeZone} />
        ))}
      </ul>
      {over.length > 0 && (
        <details className={styles.over} open={going.length === 0}>
          <summary className="s strong">{t('earlier')}</summary>
          <ul className={styles.list}>
            {over.map((redemption) => (
              <Row key={redemption.id} redemption={redemption} timeZone={timeZone} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function isGoing(redemption: Redemption): boolean {
  return redemption.state !== 'delivered' && redemption.state !== 'cancelled'
}

function Row({ redemption, timeZone }: { redemption: Redemption; timeZone: string }) {
  const t = useTexts()
  const date = day(redemption.requestedAt, timeZone)
  return (
    <li className={styles.row}>
      <span className={styles.thumb}>
        <RewardPicture name={redemption.picture} size={36} />
      </span>
      <div>
        <b>{redemption.rewardName}</b>
        <div className="s quiet">
          {t('minePrice', { price: number(redemption.price), date })}
          {redemption.matched > 0 && `, ${t('mineMatched', { points: number(redemption.matched) })}`}
        </div>
        <Promised redemption={redemption} timeZone={timeZone} />
        <Keep redemption={redemption} />
      </div>
      {redemption.state === 'cancelled' ? (
        <Cancelled redemption={redemption} timeZone={timeZone} />
      ) : (
        <Track redemption={redemption} timeZone={timeZone} />
      )}
      <Next redemption={redemption} />
    </li>
  )
}

/** Until when what comes next was promised, and a word of apology when that day is over. */
function Promised({ redemption, timeZone }: { redemption: Redemption; timeZone: string }) {
  const t = useTexts()
  const next = promiseOf(redemption)
  if (!next) return null
  const date = day(next.on, timeZone)
  if (next.late) {
    return (
      <p className={`s ${styles.late}`}>
        <b>{t(next.kind === 'decide' ? 'lateDecision' : 'lateParcel', { date })}</b> {t('lateSorry')}
      </p>
    )
  }
  return <div className="s soft">{t(next.kind === 'decide' ? 'decidedBy' : 'sentBy', { date })}</div>
}

function Track({ redemption, timeZone }: { redemption: Redemption; timeZone: string }) {
  const t = useTexts()
  const names = {
    requested: t('stepRequested'),
    approved: t('stepApproved'),
    shipped: t('stepShipped'),
    delivered: t(redemption.gift ? 'stepHandedOver' : 'stepDelivered'),
  }
  const words = (step: TrackStep) => (step.at ? `${names[step.key]} ${day(step.at, timeZone)}` : names[step.key])
  return (
    <ol className={styles.track}>
      {trackOf(redemption).map((step) => (
        <li key={step.key} className={styles[step.state]} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span>{words(step)}</span>
        </li>
      ))}
    </ol>
  )
}

function Cancelled({ redemption, timeZone }: { redemption: Redemption; timeZone: string }) {
  const t = useTexts()
  const date = day(redemption.cancelledAt ?? redemption.requestedAt, timeZone)
  return (
    <p className="s soft">
      <b>{t(redemption.refused ? 'refused' : 'cancelled', { date })}</b>
      {redemption.reason && <> “{redemption.reason}”</>} {t('returned', { price: number(redemption.price) })}
    </p>
  )
}

/** What the person can do with a redemption now: follow the parcel, or cancel while nobody approved it. */
function Next({ redemption }: { redemption: Redemption }) {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const cancel = useCancel()
  const refusal = useRefusalWords(cancel.error)
  if (redemption.state === 'requested' && asking) {
    return (
      <div className={styles.asking}>
        <b>{t('cancelTitle', { name: redemption.rewardName })}</b>
        <p className="s">{t('cancelText', { price: number(redemption.price) })}</p>
        <div className="row">
          <button
            type="button"
            className="btn small"
            aria-disabled={cancel.isPending}
            onClick={() => cancel.mutate(redemption.id)}
          >
            {t('cancelYes')}
          </button>
          <button type="button" className="btn second small" onClick={() => setAsking(false)}>
            {t('cancelNo')}
          </button>
        </div>
        {refusal && (
          <p className={`s ${styles.refusal}`} role="alert">
            {refusal}
          </p>
        )}
      </div>
    )
  }
  if (redemption.state === 'requested') {
    return (
      <button
        type="button"
        className="btn text small"
        aria-label={t('cancelNamed', { name: redemption.rewardName })}
        onClick={() => setAsking(true)}
      >
        {t('cancel')}
      </button>
    )
  }
  return <Parcel tracking={redemption.tracking} />
}

function Parcel({ tracking }: { tracking: string | undefined }) {
  const t = useTexts()
  const link = parcelLink(tracking)
  if (link) {
    return (
      <a className="s strong" href={link} target="_blank" rel="noreferrer noopener">
        {t('follow')}
      </a>
    )
  }
  if (!tracking) return <span />
  return (
    <span className="s quiet">
      {t('parcel')} <b className="fig">{tracking}</b>
    </span>
  )
}
