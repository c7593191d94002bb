import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { answerObjection, inviteMentor, rejectProduct, verifyProduct } from '../../../client'
import { AreaField } from '../../../design/fields'
import { Section } from '../../../design/ManagePage'
import { PageState } from '../../../design/PageState'
import { Refused } from '../../../design/Refused'
import { dayAndYear } from '../../../i18n/format'
import { brandQuery } from '../../../queries'
import { type Level, levelQuery, profileQuery, type Review, useExpert } from './api'
import { History, Months } from './History'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { OwnedRow } from './Owned'
import { Requirements } from './Requirements'
import { useLevelName } from './words'

/** An expert's level and profile, for managers: what it rests on, what waits for an answer, what is to be verified. */
export function ManageLevel({ id, name }: { id: string; name: string }) {
  const level = useQuery(levelQuery(id))
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  return (
    <PageState queries={[level]} part>
      {level.data && <Shown id={id} name={name} level={level.data} zone={zone} />}
    </PageState>
  )
}

function Shown({ id, name, level, zone }: { id: string; name: string; level: Level; zone: string }) {
  const t = useTexts()
  const levelName = useLevelName()
  const now = level.alumniAt ? t('alumni') : levelName(level.level)
  const waits = level.warning?.objectedAt && !level.warning.answeredAt ? level.warning : undefined
  return (
    <>
      <Section title={t('manageTitle')} note={t('manageNow', { level: now, date: dayAndYear(level.since, zone) })}>
        {level.pause && <p className="s">{t('pausedTitle', { date: dayAndYear(level.pause.until, zone) })}</p>}
        {waits && <Answer id={id} name={name} warning={waits} zone={zone} />}
        {level.warning && !waits && (
          <p className="s">{t('warned', { date: dayAndYear(level.warning.graceUntil ?? '', zone) })}</p>
        )}
        {level.next !== undefined && (
          <div>
            <h3 className="s">{t('missingTitle', { level: levelName(level.next) })}</h3>
            <Requirements all={level.missing} />
          </div>
        )}
        {level.level === 3 &&
          level.state === 'active' &&
          (level.invitation ? <p className="s">{t('invited')}</p> : <Invite id={id} />)}
        <History changes={level.changes} zone={zone} />
        <Months reviews={level.reviews} zone={zone} />
      </Section>
      <Owns id={id} />
    </>
  )
}

function Answer({ id, name, warning, zone }: { id: string; name: string; warning: Review; zone: string }) {
  const t = useTexts()
  const [text, setText] = useState('')
  const send = useExpert(id, (upheld: boolean) =>
    answerObjection({ path: { id }, body: { upheld, text: text.trim() } }),
  )
  const ready = text.trim().length > 0 && !send.isPending
  return (
    <div className={styles.said}>
      <h3>{t('answerTitle', { name })}</h3>
      <blockquote className={styles.quote}>{warning.objection}</blockquote>
      <Requirements all={warning.reasons} keeping />
      <p className="s quiet">{dayAndYear(warning.objectedAt ?? '', zone)}</p>
      <AreaField
        label={t('answerLabel')}
        hint={t('answerHint')}
        value={text}
        onChange={setText}
        maxLength={1000}
        rows={3}
      />
      <div className={styles.acts}>
        <button type="button" className="btn" aria-disabled={!ready} onClick={() => ready && send.mutate(true)}>
          {t('answerUphold')}
        </button>
        <button type="button" className="btn second" aria-disabled={!ready} onClick={() => ready && send.mutate(false)}>
          {t('answerKeep')}
        </button>
      </div>
      <Refused error={send.error} />
    </div>
  )
}

function Invite({ id }: { id: string }) {
  const t = useTexts()
  const [text, setText] = useState<string>()
  const send = useExpert(id, (note: string) => inviteMentor({ path: { id }, body: { text: note } }))
  if (text === undefined) {
    return (
      <div>
        <button type="button" className="btn second small" onClick={() => setText('')}>
          {t('inviteManage')}
        </button>
      </div>
    )
  }
  return (
    <div className={styles.said}>
      <AreaField label={t('inviteLabel')} value={text} onChange={setText} maxLength={1000} rows={3} />
      <div className={styles.acts}>
        <button
          type="button"
          className="btn"
          aria-disabled={!text.trim() || send.isPending}
          onClick={() => text.trim() && send.mutate(text.trim())}
        >
          {t('inviteSend')}
        </button>
      </div>
      <Refused error={send.error} />
    </div>
  )
}

function Owns({ id }: { id: string }) {
  const t = useTexts()
  const profile = useQuery(profileQuery(id)).data
  const verify = useExpert(id, (product: string) => verifyProduct({ path: { id, product } }))
  const reject = useExpert(id, (product: string) => rejectProduct({ path: { id, product } }))
  if (!profile) return null
  return (
    <Section title={t('ownsTitle')} note={t('ownLead')}>
      {profile.owned.length === 0 && <p className="s quiet">{t('ownsNone')}</p>}
      <ul className={styles.lines}>
        {profile.owned.map((product) => (
          <OwnedRow key={product.productId} product={product}>
            {!product.verifiedBy && (
              <button type="button" className="btn second small" onClick={() => verify.mutate(product.productId)}>
                {t('verify')}
              </button>
            )}
            <button type="button" className="btn text small" onClick={() => reject.mutate(product.productId)}>
              {t('reject')}
            </button>
          </OwnedRow>
        ))}
      </ul>
      <Refused error={verify.error ?? reject.error} />
    </Section>
  )
}
