import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../../app/problem'
import { putPresence } from '../../../client'
import { Icon } from '../../../design/Icon'
import { useKnownRefusal } from '../../../design/words'
import { clock, weekdayAndClock } from '../../../i18n/format'
import { Rich } from '../../../i18n/rich'
import { presenceQuery } from '../../../queries'
import type { Presence, PresenceState } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import css from './top.module.css'

/** PresenceBar says whether questions come, and is the switch: here, on a break, or away. */
export function PresenceBar() {
  const t = useDeskTexts()
  const presence = useQuery(presenceQuery).data
  const change = usePresenceChange()
  const known = useKnownRefusal()
  if (!presence) return <div className={css.presence} aria-busy="true" />
  return (
    <div className={css.presence}>
      <span className="row" role="status">
        <i className={dotOf(presence)} aria-hidden="true" />
        <b className="strong">{stateWords(presence, t)}</b>
        <span className={`s quiet ${css.since}`}>{sinceWords(presence, t)}</span>
      </span>
      <Buttons state={presence.state} busy={change.isPending} change={change.mutate} t={t} />
      {change.error ? (
        <span className={`xs ${css.failed}`} role="alert">
          {(change.error instanceof ProblemError && known(change.error)) || t('presenceFailed')}
        </span>
      ) : null}
    </div>
  )
}

interface ButtonsProps {
  state: PresenceState
  busy: boolean
  change: (state: PresenceState) => void
  t: DeskTexts
}

function Buttons({ state, busy, change, t }: ButtonsProps) {
  const stop = (
    <button type="button" className="btn text small" aria-disabled={busy} onClick={() => change('away')}>
      {t('goAway')}
    </button>
  )
  if (state === 'available') {
    return (
      <>
        <button type="button" className="btn second small" aria-disabled={busy} onClick={() => change('break')}>
          <Icon name="cup" />
          {t('takeBreak')}
        </button>
        <span className={css.stop}>{stop}</span>
      </>
    )
  }
  return (
    <>
      <button type="button" className="btn small" aria-disabled={busy} onClick={() => change('available')}>
        {state === 'break' ? t('comeBack') : t('start')}
      </button>
      {state === 'break' ? <span className={css.stop}>{stop}</span> : null}
    </>
  )
}

/** usePresenceChange shows the choice at once and takes it back when the server did not hear it. */
export function usePresenceChange() {
  const client = useQueryClient()
  const { queryKey } = presenceQuery
  return useMutation({
    mutationFn: (state: PresenceState) => putPresence({ body: { state } }),
    onMutate: async (state) => {
      await client.cancelQueries({ queryKey })
      const before = client.getQueryData(queryKey)
      client.setQueryData(queryKey, (known) => (known ? { ...known, state } : known))
      return { before }
    },
    onError: (_error, _state, context) => client.setQueryData(queryKey, context?.before),
    onSuccess: (stored) => client.setQueryData(queryKey, stored),
  })
}

function dotOf(presence: Presence): string | undefined {
  if (presence.state === 'available') return presence.onDuty ? css.on : css.shut
  return presence.state === 'break' ? css.pause : css.off
}

function stateWords(presence: Presence, t: DeskTexts): string {
  if (presence.state === 'break') return t('onBreak')
  if (presence.state === 'away') return t('away')
  if (presence.onDuty) return t('onDuty')
  return presence.byShifts && !presence.opensAt ? t('noShiftNow') : t('closedNow')
}

function sinceWords(presence: Presence, t: DeskTexts) {
  if (presence.state === 'available' && !presence.onDuty) {
    if (presence.byShifts && presence.nextShiftAt)
      return <Rich text={t('nextShift', { when: weekdayAndClock(presence.nextShiftAt) })} />
    return presence.opensAt ? <Rich text={t('opensAt', { when: weekdayAndClock(presence.opensAt) })} /> : null
  }
  if (presence.state === 'away') return null
  return (
    <>
      {t('onDutySince')} <b className="fig">{clock(presence.since)}</b>
    </>
  )
}
