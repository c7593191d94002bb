import { type FormEvent, useId, useState } from 'react'
import { number } from '../../i18n/format'
import { Rich } from '../../i18n/rich'
import { useTexts } from './i18n'
import styles from './redeem.module.css'
import type { Reward } from './types'

interface Props {
  reward: Reward
  available: number
  brand: string
  busy: boolean
  give: (points: number) => void
  no: () => void
}

/** The step of a gift: how many points, and what the brand adds to them. */
export function Giving({ reward, available, brand, busy, give, no }: Props) {
  const t = useTexts()
  const id = useId()
  const [text, setText] = useState(String(reward.price))
  const points = /^\d+$/.test(text) ? Number(text) : 0
  const fits = points >= reward.price && points <= available
  const added = Math.floor((points * reward.match + 50) / 100)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (fits && !busy) give(points)
  }
  return (
    <form
      className={`${styles.asking} ${styles.over}`}
      onSubmit={submit}
      onKeyDown={(event) => event.key === 'Escape' && !busy && no()}
      noValidate
    >
      <label htmlFor={id} className="strong">
        {t('giveHow', { name: reward.name })}
      </label>
      <span className="row">
        <input
          id={id}
          className={styles.amount}
          inputMode="numeric"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-describedby={`${id}-says`}
          aria-invalid={fits ? undefined : true}
          // biome-ignore lint/a11y/noAutofocus: the step was asked for, and this is its one field
          autoFocus
        />
        <span className="s soft">{t('points', { count: points })}</span>
      </span>
      <p className="s soft" id={`${id}-says`} aria-live="polite">
        {fits && reward.match > 0 && (
          <Rich text={t('giveAdds', { brand, added: number(added), all: number(points + added) })} />
        )}
        {!fits && t('giveBetween', { least: number(reward.price), most: number(available) })}
      </p>
      <div className="row">
        <button type="submit" className="btn small" aria-disabled={busy || !fits}>
          {busy ? t('confirmWorking') : t('giveYes', { points: number(points) })}
        </button>
        <button type="button" className="btn second small" onClick={no} disabled={busy}>
          {t('confirmNo')}
        </button>
      </div>
    </form>
  )
}
