import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../design/Icon'
import { clock, day, number } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { Giving } from './Giving'
import { useTexts } from './i18n'
import styles from './redeem.module.css'
import type { Reach } from './standing'
import type { Redemption, Reward } from './types'
import { useRedeem, useRefusalWords } from './useRedeem'

interface Props {
  reward: Reward
  reach: Reach
  available: number
  brand: string
  timeZone: string
  myLevel: number
  onDone: (redemption: Redemption) => void
  filled?: boolean
}

type Step = 'rest' | 'asking' | 'done'

/** The way from a price to a reward: what is missing, or a button and the step that says what is set aside. */
export function Redeem(props: Props) {
  const { reward, reach, onDone, filled } = props
  const [step, setStep] = useState<Step>('rest')
  const [made, setMade] = useState<Redemption>()
  const redeem = useRedeem()
  const rest = () => setStep('rest')
  useTakenBack(step === 'done', reward.mine?.redeemed ?? 0, rest)
  const confirm = async (points?: number) => {
    try {
      const asked = await redeem.mutateAsync({ reward, points })
      setMade(asked)
      setStep('done')
      onDone(asked)
    } catch {
      setStep('rest') // the mutation keeps the refusal, and Refusal says it in place
    }
  }
  if (step === 'done' && made) return <Done made={made} over={!filled} close={rest} />
  if (step === 'asking' && reward.charity) {
    return <Giving {...props} busy={redeem.isPending} give={(points) => void confirm(points)} no={rest} />
  }
  if (step === 'asking') {
    return <Asking {...props} busy={redeem.isPending} yes={() => void confirm()} no={rest} />
  }
  const ask = () => {
    redeem.reset()
    setStep('asking')
  }
  return (
    <>
      <Refusal error={redeem.error} />
      {reach.kind === 'redeem' ? <Offer {...props} ask={ask} /> : <Barrier {...props} />}
    </>
  )
}

/** Puts the card to rest again when what was just redeemed is taken back. */
function useTakenBack(done: boolean, held: number, rest: () => void) {
  const most = useRef(0)
  useEffect(() => {
    if (!done) most.current = 0
    else if (held < most.current) rest()
    else most.current = held
  })
}

function Offer({ reward, filled, ask }: Props & { ask: () => void }) {
  const t = useTexts()
  return (
    <div className={styles.line}>
      {filled ? <span className="s soft">{t('haveThem')}</span> : <Price reward={reward} />}
      <button
        type="button"
        className={filled ? 'btn' : 'btn second small'}
        aria-label={
          reward.charity
            ? t('giveNamed', { name: reward.name })
            : t('redeemNamed', { name: reward.name, price: number(reward.price) })
        }
        onClick={ask}
      >
        {t(reward.charity ? 'give' : 'redeem')}
      </button>
    </div>
  )
}

/** A gift has no price: it is what one gives. */
function Price({ reward }: { reward: Reward }) {
  const t = useTexts()
  if (reward.charity) return <span className="s soft">{t('giftFrom', { points: number(reward.price) })}</span>
  return <span className={`fig ${styles.price}`}>{number(reward.price)}</span>
}

/** What stands between the person and the reward: never a dead button, always what opens it. */
function Barrier({ reward, reach, myLevel, filled, timeZone }: Props) {
  const t = useTexts()
  const levels = [t('level0'), t('level1'), t('level2'), t('level3'), t('level4')]
  const opens = ['', t('opens1'), t('opens2'), t('opens3'), t('opens4')]
  if (reach.kind === 'level') {
    return (
      <div className={styles.line}>
        {!filled && <Price reward={reward} />}
        <button type="button" className={styles.locked} aria-disabled="true">
          <Icon name="lock" size={16} />
          <span>
            {opens[reach.level]}
            <span className={styles.lockedWhy}>{t('youAre', { level: levels[myLevel] ?? '' })}</span>
          </span>
        </button>
      </div>
    )
  }
  return (
    <div className={styles.line}>
      {!filled && <Price reward={reward} />}
      <span className={`soft ${filled ? styles.large : 's'} ${styles.barrier}`}>
        {reach.kind === 'early' &&
          t('yoursFrom', { date: day(reach.from, timeZone), time: clock(reach.from, timeZone) })}
        {reach.kind === 'soldOut' && t('soldOut')}
        {reach.kind === 'limit' && t('had', { count: reach.redeemed })}
        {reach.kind === 'missing' && <Rich text={t('toGo', { points: number(reach.points) })} />}
      </span>
    </div>
  )
}

function Asking(props: Props & { busy: boolean; yes: () => void; no: () => void }) {
  const { reward, available, brand, busy, yes, no } = props
  const t = useTexts()
  const first = useRef<HTMLButtonElement>(null)
  useEffect(() => first.current?.focus(), [])
  const price = number(reward.price)
  const atOnce = reward.mine?.asks.length === 0
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves the step; both ways out are buttons as well
    <div
      className={props.filled ? styles.asking : `${styles.asking} ${styles.over}`}
      onKeyDown={(event) => event.key === 'Escape' && !busy && no()}
    >
      <b>{t('confirmTitle', { name: reward.name, price })}</b>
      <p className="s soft">
        <Rich text={t(atOnce ? 'confirmAtOnce' : 'confirmAside', { price, brand })} />{' '}
        <Rich text={t('confirmLeaves', { points: number(available - reward.price) })} />
      </p>
      <div className="row">
        <button type="button" className="btn small" onClick={yes} aria-disabled={busy} ref={first}>
          {busy ? t('confirmWorking') : t(atOnce ? 'confirmSpend' : 'confirmYes', { price })}
        </button>
        <button type="button" className="btn second small" onClick={no} disabled={busy}>
          {t('confirmNo')}
        </button>
      </div>
    </div>
  )
}

function Done({ made, over, close }: { made: Redemption; over: boolean; close: () => void }) {
  const t = useTexts()
  const see = () => {
    document.getElementById('mine')?.focus()
    close()
  }
  return (
    <div className={over ? `${styles.done} ${styles.over}` : styles.done} role="status">
      <b className="row">
        <Icon name="check" />
        {t(made.gift ? 'gaveTitle' : 'doneTitle')}
      </b>
      <p className="s soft">
        {made.gift ? (
          <Rich
            text={t(made.matched > 0 ? 'gaveMatched' : 'gave', {
              points: number(made.price),
              matched: number(made.matched),
            })}
          />
        ) : (
          <Rich text={t(made.state === 'approved' ? 'doneAtOnce' : 'done', { piece: made.pieceNo })} />
        )}
      </p>
      <button type="button" className={styles.see} onClick={see}>
        {t('doneSee')}
      </button>
    </div>
  )
}

function Refusal({ error }: { error: Error | null }) {
  const t = useTexts()
  const words = useRefusalWords(error)
  if (!words) return null
  return (
    <p className={styles.refusal} role="alert">
      {words} {t('nothingTaken')}
    </p>
  )
}
