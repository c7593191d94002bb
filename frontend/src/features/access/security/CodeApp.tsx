import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type CodeAppCard, confirmCodeApp, removeCodeApp, startCodeApp } from '../../../client'
import { CopyBox } from '../../../design/CopyBox'
import { TextField } from '../../../design/fields'
import { Icon } from '../../../design/Icon'
import { dayAndYear } from '../../../i18n/format'
import { Failed } from './Failed'
import { Asking } from './Passkeys'
import { lookAgain } from './queries'
import css from './security.module.css'
import { useSecurityTexts } from './texts'

/** CodeApp sets an app with six digits up, and takes it away. */
export function CodeApp({ since, onCodes }: { since?: string; onCodes: (codes: string[]) => void }) {
  const t = useSecurityTexts()
  const [card, setCard] = useState<CodeAppCard>()
  const start = useMutation({ mutationFn: () => startCodeApp(), onSuccess: setCard })
  return (
    <section className={css.part} aria-label={t('app')}>
      <div>
        <h2>{t('app')}</h2>
        <p className="s quiet">{t('appText')}</p>
      </div>
      {since ? <InUse since={since} /> : null}
      {!since && card ? <Confirm card={card} onCodes={onCodes} onLeave={() => setCard(undefined)} /> : null}
      {since || card ? null : (
        <div>
          <button
            type="button"
            className="btn second"
            aria-disabled={start.isPending}
            onClick={() => !start.isPending && start.mutate()}
          >
            <Icon name="plus" /> {t('appAdd')}
          </button>
        </div>
      )}
      <Failed error={start.error} />
    </section>
  )
}

function InUse({ since }: { since: string }) {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({ mutationFn: () => removeCodeApp(), onSuccess: () => lookAgain(cache) })
  return (
    <div>
      <div className={css.row}>
        <Icon name="check" />
        <span className="grow">{t('appSince', { date: dayAndYear(since) })}</span>
        <button type="button" className="btn text small" aria-expanded={asking} onClick={() => setAsking(!asking)}>
          {t('remove')}
        </button>
      </div>
      {asking ? (
        <Asking text={t('appRemoveText')} error={remove.error} onYes={() => remove.mutate()} onNo={setAsking} />
      ) : null}
    </div>
  )
}

interface ConfirmProps {
  card: CodeAppCard
  onCodes: (codes: string[]) => void
  onLeave: () => void
}

function Confirm({ card, onCodes, onLeave }: ConfirmProps) {
  const t = useSecurityTexts()
  const cache = useQueryClient()
  const [code, setCode] = useState('')
  const confirm = useMutation({
    mutationFn: () => confirmCodeApp({ body: { code: code.trim() } }),
    onSuccess: (made) => {
      onLeave()
      void lookAgain(cache)
      if (made.recoveryCodes.length > 0) onCodes(made.recoveryCodes)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!confirm.isPending) confirm.mutate()
  }
  return (
    <div className={css.scan}>
      <Qr rows={card.qr} label={t('appQr')} />
      <form className={css.form} onSubmit={submit}>
        <div>
          <b>{t('appScan')}</b>
          <p className="s soft">{t('appScanText')}</p>
        </div>
        <CopyBox text={card.secret} label={t('appKey')} />
        <TextField
          label={t('appCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          required
          value={code}
          onChange={setCode}
          figure
        />
        <Failed error={confirm.error} />
        <div className="row">
          <button type="submit" className="btn" aria-disabled={confirm.isPending}>
            {t('appConfirm')}
          </button>
          <button type="button" className="btn second" onClick={onLeave}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </div>
  )
}

const quietZone = 4

/** Qr draws the rows of a QR code: dark on light whatever the theme, because cameras want it so. */
function Qr({ rows, label }: { rows: string[]; label: string }) {
  const size = rows.length + 2 * quietZone
  const dark = rows.flatMap((row, y) =>
    [...row].flatMap((cell, x) => (cell === '#' ? [`M${x + quietZone} ${y + quietZone}h1v1h-1z`] : [])),
  )
  return (
    <svg className={css.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
