import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { type Look, markSample } from '../../client'
import { Acts } from '../../design/Acts'
import { ErrorNote } from '../../design/ErrorNote'
import { AreaField, CheckField } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { useRefusalSentence } from '../../design/words'
import { sampleQuery } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'
import { isComplete, MarkChoices, type Marks, sent } from './MarkChoices'
import { ScoreCard } from './ScoreCard'
import { Transcript } from './Transcript'

/** LookCard is one conversation to read and then to mark. */
export function LookCard() {
  const { id = '' } = useParams()
  const look = useQuery(sampleQuery(id))
  return (
    <PageState queries={[look]} part>
      {look.data ? <Opened key={id} look={look.data} /> : null}
    </PageState>
  )
}

function Opened({ look }: { look: Look }) {
  const t = useTexts()
  return (
    <section className="card">
      <h2>{look.topic || look.question}</h2>
      <p className="s soft">
        {look.expert.name}, {t(`purpose_${look.purpose}`)}
      </p>
      <Transcript look={look} />
      {look.state === 'marked' ? <ScoreCard sample={look} /> : null}
      {look.state === 'open' && look.closed ? (
        <Acts>
          <MarkForm look={look} />
        </Acts>
      ) : null}
      {look.state === 'open' && !look.closed ? <p className="s soft">{t('stillOpen')}</p> : null}
    </section>
  )
}

function MarkForm({ look }: { look: Look }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const [marks, setMarks] = useState<Marks>({})
  const [praise, setPraise] = useState('')
  const [advice, setAdvice] = useState('')
  const [breach, setBreach] = useState(false)
  const send = useMutation<Look, ProblemError>({
    mutationFn: () => markSample({ path: { id: look.id }, body: { ...sent(marks), praise, advice, breach } }),
    onSuccess: (marked) => {
      cache.setQueryData(sampleQuery(look.id).queryKey, marked)
      void cache.invalidateQueries({ queryKey: ['growth'] })
    },
  })
  const said = send.error?.fieldErrors ?? {}
  return (
    <form
      className={css.form}
      aria-label={t('scoreCard')}
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete(marks)) send.mutate()
      }}
    >
      <h3>{t('scoreCard')}</h3>
      <MarkChoices marks={marks} change={setMarks} />
      <AreaField
        label={t('praise')}
        hint={t('praiseHint', { name: look.expert.name })}
        value={praise}
        error={said.praise}
        maxLength={600}
        rows={2}
        onChange={setPraise}
      />
      <AreaField
        label={t('advice')}
        hint={t('adviceHint')}
        value={advice}
        error={said.advice}
        maxLength={600}
        rows={2}
        onChange={setAdvice}
      />
      <CheckField label={t('breachBox')} checked={breach} onChange={setBreach} />
      {send.error ? <ErrorNote title={t('refused')}>{sentence(send.error)}</ErrorNote> : null}
      <button type="submit" className="btn" disabled={!isComplete(marks) || praise.trim() === '' || send.isPending}>
        {t('handIn')}
      </button>
    </form>
  )
}
