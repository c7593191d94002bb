import { type FormEvent, useState } from 'react'
import { leaveProgramme, startPause } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { TextField } from '../../../design/fields'
import { Refused } from '../../../design/Refused'
import { useWords } from '../../../design/words'
import { dayAndYear } from '../../../i18n/format'
import { type Level, useMyLevel } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'

/** Time off, and leaving: both say what stays before anything happens. */
export function Away({ level, zone }: { level: Level; zone: string }) {
  const t = useTexts()
  const active = level.state === 'active'
  if (!active && !level.pause) return null
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('awayTitle')}</h2>
      {active && <Pause zone={zone} />}
      <Leave />
    </section>
  )
}

const dayLength = 86_400_000
const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)

function Pause({ zone }: { zone: string }) {
  const t = useTexts()
  const words = useWords()
  const [first] = useState(() => Date.now())
  const [back, setBack] = useState(() => dateOf(first + 28 * dayLength))
  const [reason, setReason] = useState('')
  const [asking, setAsking] = useState(false)
  const start = useMyLevel((_: undefined) => startPause({ body: { backOn: back, reason } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (back) setAsking(true)
  }
  return (
    <form className={styles.said} onSubmit={submit}>
      <p className="s soft">{t('pauseLead')}</p>
      <div className={styles.add}>
        <TextField
          label={t('pauseOn')}
          type="date"
          figure
          required
          min={dateOf(first + dayLength)}
          max={dateOf(first + 365 * dayLength)}
          value={back}
          onChange={setBack}
        />
        <TextField
          label={t('pauseReason')}
          optional={words('optional')}
          hint={t('pauseReasonHint')}
          value={reason}
          onChange={setReason}
          maxLength={200}
        />
      </div>
      <div className={styles.acts}>
        <button type="submit" className="btn second">
          {t('pauseStart')}
        </button>
      </div>
      {asking && (
        <Dialog
          title={t('pauseSure', { date: dayAndYear(`${back}T12:00:00Z`, zone) })}
          lead={t('pausedLead')}
          onClose={() => setAsking(false)}
        >
          <div className={styles.acts}>
            <button
              type="button"
              className="btn"
              aria-disabled={start.isPending}
              onClick={() => start.mutate(undefined, { onSuccess: () => setAsking(false) })}
            >
              {t('pauseStart')}
            </button>
            <button type="button" className="btn second" onClick={() => setAsking(false)}>
              {t('cancel')}
            </button>
          </div>
          <Refused error={start.error} />
        </Dialog>
      )}
    </form>
  )
}

function Leave() {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const leave = useMyLevel((_: undefined) => leaveProgramme())
  return (
    <div className={styles.said}>
      <h3>{t('leaveTitle')}</h3>
      <p className="s soft">{t('leaveLead')}</p>
      <div className={styles.acts}>
        <button type="button" className="btn text" onClick={() => setAsking(true)}>
          {t('leave')}
        </button>
      </div>
      {asking && (
        <Dialog title={t('leaveSure')} lead={t('leaveLead')} onClose={() => setAsking(false)}>
          <div className={styles.acts}>
            <button
              type="button"
              className="btn"
              aria-disabled={leave.isPending}
              onClick={() => leave.mutate(undefined, { onSuccess: () => setAsking(false) })}
            >
              {t('leaveYes')}
            </button>
            <button type="button" className="btn second" onClick={() => setAsking(false)}>
              {t('cancel')}
            </button>
          </div>
          <Refused error={leave.error} />
        </Dialog>
      )}
    </div>
  )
}
