import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { answerAppeal, appealCase, decideCase, secondCase } from '../../client'
import { AreaField, CheckField, SelectField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { day } from '../../i18n/format'
import { type Case, type Step, stepsUpTo } from './api'
import styles from './cases.module.css'
import { useTexts } from './i18n'

function useChange<T>(change: (said: T) => Promise<unknown>) {
  const cache = useQueryClient()
  return useMutation({ mutationFn: change, onSuccess: () => cache.invalidateQueries({ queryKey: ['cases'] }) })
}

/** Decide is for an open case: a step, what becomes of the points, and why, which the expert reads. */
export function Decide({ one }: { one: Case }) {
  const t = useTexts()
  const [step, setStep] = useState<Step>('none')
  const [voids, setVoids] = useState(false)
  const [fraud, setFraud] = useState(false)
  const [readmits, setReadmits] = useState(false)
  const [reason, setReason] = useState('')
  const decide = useChange(() =>
    decideCase({
      path: { id: one.id },
      body: readmits ? { step: 'none', readmits, reason } : { step, voids, fraud: voids && fraud, reason },
    }),
  )
  const question = one.origin === 'question'
  const atStake = one.holds.reduce(
    (sum, { state, points }) => sum + (state === 'held' || state === 'lapsed' ? points : 0),
    0,
  )
  const two = step === 'suspension' || step === 'exclusion' || readmits || (voids && (fraud || atStake > 500))
  return (
    <form className={styles.form} onSubmit={sends(() => decide.mutate(undefined))}>
      {!question && one.out && (
        <CheckField label={t('readmit')} hint={t('readmitHint')} checked={readmits} onChange={setReadmits} />
      )}
      {!question && !readmits && (
        <SelectField
          label={t('step')}
          hint={two ? t('stepTwo') : t('stepHint')}
          value={step}
          onChange={setStep}
          options={stepsUpTo(one.next).map((value) => ({ value, label: t(`step_${value}`) }))}
        />
      )}
      {one.holds.length > 0 && !readmits && (
        <CheckField label={t('takeBack')} hint={t('takeBackHint')} checked={voids} onChange={setVoids} />
      )}
      {voids && !readmits && (
        <CheckField label={t('fraud')} hint={t('fraudHint')} checked={fraud} onChange={setFraud} />
      )}
      <AreaField
        label={t(question ? 'answer' : 'reason')}
        hint={t('reasonHint')}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        rows={3}
        required
      />
      <Refused error={decide.error} />
      <button type="submit" className="btn" aria-disabled={decide.isPending}>
        {t(question ? 'sendAnswer' : two ? 'propose' : 'decide')}
      </button>
    </form>
  )
}

/** Second is for somebody else than who proposed. */
export function Second({ one }: { one: Case }) {
  const t = useTexts()
  const second = useChange((agrees: boolean) => secondCase({ path: { id: one.id }, body: { agrees } }))
  return (
    <div className={styles.acts}>
      <button type="button" className="btn" onClick={() => second.mutate(true)}>
        {t('agree')}
      </button>
      <button type="button" className="btn second" onClick={() => second.mutate(false)}>
        {t('disagree')}
      </button>
      <Refused error={second.error} />
    </div>
  )
}

/** Reply is an expert's appeal, or the answer of somebody who did not decide. */
export function Reply({ one }: { one: Case }) {
  const t = useTexts()
  const [words, setWords] = useState('')
  const answers = one.may.includes('answer')
  const reply = useChange((upheld: boolean) =>
    answers
      ? answerAppeal({ path: { id: one.id }, body: { upheld, words } })
      : appealCase({ path: { id: one.id }, body: { words } }),
  )
  return (
    <form className={styles.form} onSubmit={sends(() => reply.mutate(true))}>
      <AreaField
        label={t(answers ? 'answer' : 'appeal')}
        hint={answers ? t('reasonHint') : t('appealHint', { when: one.appealTill ? day(one.appealTill) : '' })}
        value={words}
        onChange={setWords}
        maxLength={1000}
        rows={3}
        required
      />
      <Refused error={reply.error} />
      <div className={styles.acts}>
        <button type="submit" className="btn" aria-disabled={reply.isPending}>
          {t(answers ? 'uphold' : 'sendAppeal')}
        </button>
        {answers && (
          <button type="button" className="btn second" onClick={() => reply.mutate(false)}>
            {t('keep')}
          </button>
        )}
      </div>
    </form>
  )
}

function sends(send: () => void) {
  return (event: FormEvent) => {
    event.preventDefault()
    send()
  }
}
