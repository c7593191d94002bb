import { type FormEvent, useState } from 'react'
import { objectToWarning } from '../../../client'
import { AreaField } from '../../../design/fields'
import { Refused } from '../../../design/Refused'
import { dayAndYear, monthAndYear } from '../../../i18n/format'
import { type Review, useMyLevel } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { Requirements } from './Requirements'
import { useLevelName } from './words'

/** A warning: its reasons, what to do, until when, and the way to disagree. */
export function Warning({ warning, zone }: { warning: Review; zone: string }) {
  const t = useTexts()
  const level = useLevelName()(warning.level)
  const until = warning.graceUntil ? dayAndYear(warning.graceUntil, zone) : ''
  return (
    <section className={`card ${styles.card}`} aria-label={t('warnTitle')}>
      <h2>{t('warnTitle')}</h2>
      <p>{t('warnLead', { month: monthAndYear(warning.month), level, date: until })}</p>
      <Requirements all={warning.reasons.filter((r) => !r.met)} keeping />
      <p className="s soft">{t('warnDo')}</p>
      {warning.objectedAt ? <Said warning={warning} zone={zone} /> : <Objection />}
    </section>
  )
}

function Said({ warning, zone }: { warning: Review; zone: string }) {
  const t = useTexts()
  return (
    <div className={styles.said}>
      <p>{t('objected', { date: dayAndYear(warning.objectedAt ?? '', zone), text: warning.objection ?? '' })}</p>
      {warning.answeredAt ? (
        <p>{t('objectionAnswer', { date: dayAndYear(warning.answeredAt, zone), text: warning.answer ?? '' })}</p>
      ) : (
        <p className="s soft">{t('objectionWaits')}</p>
      )}
    </div>
  )
}

function Objection() {
  const t = useTexts()
  const [text, setText] = useState('')
  const send = useMyLevel((said: string) => objectToWarning({ body: { text: said } }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) send.mutate(text.trim())
  }
  return (
    <form className={styles.said} onSubmit={submit}>
      <h3>{t('objectTitle')}</h3>
      <AreaField
        label={t('objectLabel')}
        hint={t('objectHint')}
        value={text}
        onChange={setText}
        maxLength={1000}
        rows={3}
      />
      <div className={styles.acts}>
        <button type="submit" className="btn second" aria-disabled={!text.trim() || send.isPending}>
          {t('objectSend')}
        </button>
      </div>
      <Refused error={send.error} />
    </form>
  )
}
