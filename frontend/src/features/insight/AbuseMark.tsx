import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Conversation, markAbuse } from '../../client'
import { useReads } from '../../design/Acts'
import { AreaField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { conversationQuery } from '../../queries'
import styles from './conversations.module.css'
import { useTexts } from './i18n'

/** AbuseMark says that the customer was abusive here, so that what they rate counts for nobody's quality. */
export function AbuseMark({ conversation }: { conversation: Conversation }) {
  const t = useTexts()
  const cache = useQueryClient()
  const reads = useReads()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { id } = conversation
  const mark = useMutation({
    mutationFn: () => markAbuse({ path: { id }, body: { reason } }),
    onSettled: () => cache.invalidateQueries({ queryKey: conversationQuery(id).queryKey, exact: true }),
  })
  if (conversation.abusive) return <p className="s">{t('abuseMarked')}</p>
  if (reads) return null
  if (!asking) {
    return (
      <p className={styles.desk}>
        <button type="button" className="btn second small" onClick={() => setAsking(true)}>
          {t('abuseMark')}
        </button>
      </p>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mark.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <AreaField
        label={t('abuseWhy')}
        hint={t('abuseHint')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        rows={2}
        required
      />
      <Refused error={mark.error} />
      <div className="row">
        <button type="submit" className="btn small" aria-disabled={mark.isPending}>
          {t('abuseSend')}
        </button>
        <button type="button" className="btn second small" onClick={() => setAsking(false)}>
          {t('abuseCancel')}
        </button>
      </div>
    </form>
  )
}
