import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ProblemError } from '../../app/problem'
import { approveRedemption, cancelRedemption, deliverRedemption, refuseRedemption, shipRedemption } from '../../client'
import { AreaField, TextField } from '../../design/fields'
import { useRefusalSentence, useWords } from '../../design/words'
import { useTexts } from './i18n'
import styles from './manage.module.css'
import type { Redemption } from './types'

type Step = 'approve' | 'refuse' | 'ship' | 'deliver' | 'cancel'

/** Sends a decision and reads the queues again whatever the answer was: somebody else may have been faster. */
function useDecide(redemption: Redemption) {
  const cache = useQueryClient()
  const path = { id: redemption.id }
  const send = (step: Step, text: string): Promise<Redemption> => {
    switch (step) {
      case 'approve':
        return approveRedemption({ path })
      case 'refuse':
        return refuseRedemption({ path, body: { reason: text } })
      case 'ship':
        return shipRedemption({ path, body: text ? { tracking: text } : {} })
      case 'deliver':
        return deliverRedemption({ path })
      case 'cancel':
        return cancelRedemption({ path, body: text ? { reason: text } : {} })
    }
  }
  return useMutation({
    mutationFn: ({ step, text = '' }: { step: Step; text?: string }) => send(step, text.trim()),
    onSettled: () => cache.invalidateQueries({ queryKey: ['redemptions'] }),
  })
}

/** What a manager can do with a redemption now. A step that says something to the expert asks for its words first. */
export function Decide({ redemption }: { redemption: Redemption }) {
  const [writing, setWriting] = useState<'refuse' | 'ship' | 'cancel'>()
  const decide = useDecide(redemption)
  return (
    <>
      {!writing && (
        <Buttons
          redemption={redemption}
          busy={decide.isPending}
          now={(step) => decide.mutate({ step })}
          write={(step) => {
            decide.reset()
            setWriting(step)
          }}
        />
      )}
      {writing && (
        <Words
          key={writing}
          step={writing}
          busy={decide.isPending}
          error={decide.error}
          send={(text) => decide.mutate({ step: writing, text }, { onSuccess: () => setWriting(undefined) })}
          leave={() => setWriting(undefined)}
        />
      )}
      {!writing && <Refused error={decide.error} />}
    </>
  )
}

interface ButtonsProps {
  redemption: Redemption
  busy: boolean
  now: (step: 'approve' | 'deliver') => void
  write: (step: 'refuse' | 'ship' | 'cancel') => void
}

function Buttons({ redemption, busy, now, write }: ButtonsProps) {
  const t = useTexts()
  const names = { name: redemption.rewardName, expert: redemption.expert?.displayName ?? '' }
  const act = (label: string, full: string, run: () => void, first = false) => (
    <button
      type="button"
      className={first ? 'btn small' : 'btn second small'}
      aria-label={full}
      aria-disabled={busy}
      onClick={() => !busy && run()}
    >
      {label}
    </button>
  )
  return (
    <div className={styles.actions}>
      {redemption.state === 'requested' && act(t('refuse'), t('refuseNamed', names), () => write('refuse'))}
      {redemption.state === 'requested' && act(t('approve'), t('approveNamed', names), () => now('approve'), true)}
      {redemption.state === 'approved' && act(t('takeBack'), t('takeBackNamed', names), () => write('cancel'))}
      {redemption.state === 'approved' &&
        redemption.gift &&
        act(t('handOver'), t('handOverNamed', names), () => now('deliver'), true)}
      {redemption.state === 'approved' &&
        !redemption.gift &&
        act(t('ship'), t('shipNamed', names), () => write('ship'), true)}
      {redemption.state === 'shipped' && act(t('deliver'), t('deliverNamed', names), () => now('deliver'), true)}
    </div>
  )
}

interface WordsProps {
  step: 'refuse' | 'ship' | 'cancel'
  busy: boolean
  error: Error | null
  send: (text: string) => void
  leave: () => void
}

function Words({ step, busy, error, send, leave }: WordsProps) {
  const t = useTexts()
  const words = useWords()
  const sentence = useRefusalSentence()
  const [text, setText] = useState('')
  const says = {
    refuse: { label: t('refuseReason'), hint: t('refuseHint'), yes: t('refuseYes') },
    ship: { label: t('shipTracking'), hint: t('shipHint'), yes: t('shipYes') },
    cancel: { label: t('takeBackReason'), hint: t('takeBackHint'), yes: t('takeBackYes') },
  }[step]
  const refusal = error instanceof ProblemError ? sentence(error) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) send(text)
  }
  const field = { label: says.label, hint: says.hint, value: text, onChange: setText, error: refusal, autoFocus: true }
  return (
    <form className={styles.words} onSubmit={submit} noValidate>
      {step === 'ship' ? (
        <TextField {...field} optional={words('optional')} maxLength={200} autoComplete="off" />
      ) : (
        <AreaField {...field} optional={step === 'cancel' ? words('optional') : undefined} maxLength={500} />
      )}
      <div className="row">
        <button type="submit" className="btn small" aria-disabled={busy}>
          {busy ? t('working') : says.yes}
        </button>
        <button type="button" className="btn second small" onClick={leave}>
          {t('keep')}
        </button>
      </div>
    </form>
  )
}

function Refused({ error }: { error: Error | null }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  if (!(error instanceof ProblemError)) return null
  return (
    <p className={`s ${styles.refused}`} role="alert">
      {error.code === 'wrong_state' ? t('movedOn') : sentence(error)}
    </p>
  )
}
