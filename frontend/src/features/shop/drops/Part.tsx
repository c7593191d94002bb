import { ProblemError } from '../../../app/problem'
import { useRefusalSentence, useWords } from '../../../design/words'
import { number } from '../../../i18n/format'
import { type Deed, type Drop, useDeed } from './api'
import css from './drops.module.css'
import { useTexts } from './i18n'

/** Part is what a drop is to the expert who looks at it, and what they can do. */
export function Part({ drop }: { drop: Drop }) {
  const act = useDeed()
  const mine = drop.mine
  if (!mine) return null
  const does = (deed: Deed, id = drop.id) => act.mutate({ deed, id, price: drop.price })
  return (
    <div className={css.part} aria-live="polite">
      <Said error={act.error} />
      <Now drop={drop} busy={act.isPending} does={does} />
    </div>
  )
}

interface NowProps {
  drop: Drop
  busy: boolean
  does: (deed: Deed, id?: string) => void
}

function Now({ drop, busy, does }: NowProps) {
  const t = useTexts()
  const { state, place } = drop.mine ?? {}
  if (state === 'won') return <Won drop={drop} busy={busy} does={does} />
  if (state === 'entered') return <Entered drop={drop} busy={busy} does={does} />
  if (state === 'missed') {
    return (
      <p className="s">
        <b>{t('missed')}</b> {drop.state === 'drawn' && t('missedPlace', { place: number(place ?? 0) })}
      </p>
    )
  }
  if (state) return <b className="s">{t(state)}</b>
  if (drop.state === 'live') return <Offer drop={drop} busy={busy} does={does} />
  return drop.state === 'announced' && drop.mine?.reason ? <Barrier drop={drop} /> : null
}

function Won({ drop, busy, does }: NowProps) {
  const t = useTexts()
  const missing = drop.mine?.missing ?? 0
  return (
    <div className={css.won}>
      <b>{t('won')}</b>
      <p className="s">
        {missing > 0 ? t('wonNeeds', { points: number(missing) }) : t('wonText', { price: number(drop.price) })}
      </p>
      <div className="row">
        {missing === 0 && (
          <button
            type="button"
            className="btn small"
            disabled={busy}
            aria-label={t('takeNamed', { name: drop.name })}
            onClick={() => does('take')}
          >
            {t('take')}
          </button>
        )}
        <button
          type="button"
          className="btn second small"
          disabled={busy}
          aria-label={t('declineNamed', { name: drop.name })}
          onClick={() => does('decline')}
        >
          {t('decline')}
        </button>
      </div>
    </div>
  )
}

function Entered({ drop, busy, does }: NowProps) {
  const t = useTexts()
  return (
    <div className={css.line}>
      <span className="s">
        <b>{t('entered')}</b> {drop.mine?.half && t('halfNote')} {drop.mine?.senior && t('seniorNote')}
      </span>
      {drop.state === 'live' && (
        <button
          type="button"
          className="btn second small"
          disabled={busy}
          aria-label={t('leaveNamed', { name: drop.name })}
          onClick={() => does('leave')}
        >
          {t('leave')}
        </button>
      )}
    </div>
  )
}

function Offer({ drop, busy, does }: NowProps) {
  const t = useTexts()
  const price = number(drop.price)
  if (drop.mine?.reason) return <Barrier drop={drop} />
  if (drop.kind === 'first_come' && drop.gone >= drop.pieces) return <b className="s">{t('gone')}</b>
  const draws = drop.kind === 'draw'
  return (
    <div className={css.line}>
      <p className="s soft">{draws ? t('enterAside', { price }) : t('getAside')}</p>
      <button
        type="button"
        className="btn"
        disabled={busy}
        aria-label={draws ? t('enterNamed', { name: drop.name }) : t('getNamed', { name: drop.name, price })}
        onClick={() => (draws ? does('enter') : does('get', drop.rewardId))}
      >
        {t(draws ? 'enter' : 'get')}
      </button>
    </div>
  )
}

function Barrier({ drop }: { drop: Drop }) {
  const t = useTexts()
  const { reason, missing = 0 } = drop.mine ?? {}
  return (
    <p className="s soft">
      {reason === 'points' && t('needs', { points: number(missing) })}
      {reason === 'level' && t('needsLevel')}
      {reason === 'limit' && t('had')}
    </p>
  )
}

/** Said is what the server refused, in the reader's language. */
export function Said({ error }: { error: Error | null }) {
  const known = useRefusalSentence()
  const words = useWords()
  if (!error) return null
  return (
    <p className={css.refusal} role="alert">
      {error instanceof ProblemError && error.status > 0 ? known(error) : words('unreachable')}
    </p>
  )
}
