import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { disputeRating } from '../../client'
import { AreaField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { myRatingPages, type OwnRating } from './api'
import { useTexts } from './i18n'
import styles from './ratings.module.css'

/** Disputed is what became of a dispute, or the way to begin one. */
export function Disputed({ rating }: { rating: OwnRating }) {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const { dispute } = rating
  if (dispute) {
    return (
      <div className={styles.said}>
        <p className={styles.words}>“{dispute.text}”</p>
        <p className="s">
          <b>{t(`dispute_${dispute.state}`)}</b> {dispute.answer}
        </p>
      </div>
    )
  }
  if (!rating.disputable) return null
  if (open) return <DisputeForm rating={rating} onClose={() => setOpen(false)} />
  return (
    <button type="button" className={`btn second small ${styles.act}`} onClick={() => setOpen(true)}>
      {t('dispute')}
    </button>
  )
}

function DisputeForm({ rating, onClose }: { rating: OwnRating; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const send = useMutation({
    mutationFn: () =>
      disputeRating({ body: { conversationId: rating.conversationId, episode: rating.episode, text: text.trim() } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: myRatingPages.queryKey }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <AreaField
        label={t('disputeWhy')}
        hint={t('disputeHint')}
        value={text}
        onChange={setText}
        maxLength={500}
        rows={3}
        required
      />
      <Refused error={send.error} />
      <div className={styles.acts}>
        <button type="submit" className="btn small" aria-disabled={send.isPending}>
          {t('disputeSend')}
        </button>
        <button type="button" className="btn second small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
