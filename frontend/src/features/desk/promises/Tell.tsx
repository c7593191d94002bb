import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { finishFollowUp } from '../../../client'
import { AreaField, ChoiceField } from '../../../design/fields'
import type { FollowUpOutcome, FollowUpTask } from '../../../queries/followUps'
import { read, write } from '../model/storage'
import type { Called } from './callName'
import { usePromiseTexts } from './i18n'
import css from './promises.module.css'

const outcomes: readonly FollowUpOutcome[] = ['answered', 'better_solution', 'nothing_found']

interface Props {
  promise: FollowUpTask
  called: Called
  onTold: () => void
}

/** Tell ends a promise: the outcome, and what the customer reads. What is typed stays on this device until it is told. */
export function Tell({ promise, called, onTold }: Props) {
  const t = usePromiseTexts()
  const [outcome, setOutcome] = useState<FollowUpOutcome>('answered')
  const [result, setResult] = useState(() => readResult(promise.id))
  const tell = useTell(promise, onTold)
  const ready = result.trim() !== '' && !tell.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) tell.mutate({ outcome, result })
  }
  return (
    <form className={css.tell} onSubmit={submit}>
      <ChoiceField
        label={t('outcome')}
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((value) => ({ value, label: t(`outcome_${value}`) }))}
      />
      <AreaField
        label={t('result', { ...called })}
        rows={5}
        maxLength={4000}
        dir="auto"
        placeholder={t(`result_${outcome}`, { ...called })}
        value={result}
        onChange={(next) => {
          setResult(next)
          keepResult(promise.id, next)
        }}
      />
      {tell.error ? (
        <p className={`s ${css.failed}`} role="alert">
          {t('tellFailed', { why: tell.error.message })}
        </p>
      ) : null}
      <button type="submit" className="btn" aria-disabled={!ready}>
        {tell.isPending ? t('telling') : t('tell', { ...called })}
      </button>
      <p className="xs quiet">{t('tellHint', { ...called })}</p>
    </form>
  )
}

function useTell({ id, about }: FollowUpTask, onTold: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { outcome: FollowUpOutcome; result: string }) => finishFollowUp({ path: { id }, body }),
    onSuccess: () => {
      keepResult(id, '')
      void client.invalidateQueries({ queryKey: ['followUps'] })
      if (about) void client.invalidateQueries({ queryKey: ['conversations', about.id], exact: true })
      onTold()
    },
  })
}

const place = (id: string) => `result.${id}`

function readResult(id: string): string {
  return read(place(id), '', (value): value is string => typeof value === 'string')
}

function keepResult(id: string, text: string) {
  write(place(id), text === '' ? null : text)
}
