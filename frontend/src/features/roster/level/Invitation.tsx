import { answerMentorInvitation } from '../../../client'
import { Refused } from '../../../design/Refused'
import { type Level, useMyLevel } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'

/** A manager asks a senior to be a mentor; no weighs as much as yes. */
export function Invitation({ level }: { level: Level }) {
  const t = useTexts()
  const answer = useMyLevel((accept: boolean) => answerMentorInvitation({ body: { accept } }))
  const asked = level.invitation
  if (!asked) return null
  const ready = level.missing.every((r) => r.met)
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('inviteTitle', { name: asked.by })}</h2>
      <blockquote className={styles.quote}>{asked.note}</blockquote>
      <p className="s soft">{t('inviteLead')}</p>
      {!ready && <p className="s">{t('inviteWaits')}</p>}
      <div className={styles.acts}>
        <button type="button" className="btn" aria-disabled={!ready} onClick={() => ready && answer.mutate(true)}>
          {t('inviteYes')}
        </button>
        <button type="button" className="btn second" onClick={() => answer.mutate(false)}>
          {t('inviteNo')}
        </button>
      </div>
      <Refused error={answer.error} />
    </section>
  )
}
