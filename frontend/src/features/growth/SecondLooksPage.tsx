import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { ProblemError } from '../../app/problem'
import { giveSecondLook, type SecondLook } from '../../client'
import { Acts } from '../../design/Acts'
import { ErrorNote } from '../../design/ErrorNote'
import { CheckField } from '../../design/fields'
import { PageState } from '../../design/PageState'
import { useRefusalSentence } from '../../design/words'
import { dimensions, secondLookQuery, secondLooksQuery } from './api'
import css from './growth.module.css'
import { useTexts } from './i18n'
import cards from './looks.module.css'
import { isComplete, MarkChoices, type Marks, sent } from './MarkChoices'
import { Transcript } from './Transcript'
import { Waiting } from './Waiting'

/** SecondLooksPage is what others have marked, to be marked again without seeing their card. */
export function SecondLooksPage() {
  const t = useTexts()
  return (
    <Waiting
      title={t('secondTitle')}
      lead={t('secondLead')}
      at="/second-looks"
      waiting={useQuery(secondLooksQuery)}
      empty={{ title: t('noSeconds'), text: t('noSecondsText') }}
    />
  )
}

/** SecondLookCard is one conversation to read and to mark; then both cards stand side by side. */
export function SecondLookCard() {
  const { id = '' } = useParams()
  const look = useQuery(secondLookQuery(id))
  return (
    <PageState queries={[look]} part>
      {look.data ? <Opened key={id} look={look.data} /> : null}
    </PageState>
  )
}

function Opened({ look }: { look: SecondLook }) {
  return (
    <section className="card">
      <h2>{look.topic || look.question}</h2>
      <p className="s soft">{look.expert.name}</p>
      {look.second ? <Both look={look} /> : null}
      <Transcript look={look} />
      {look.second ? null : (
        <Acts>
          <Form look={look} />
        </Acts>
      )}
    </section>
  )
}

function Both({ look }: { look: SecondLook }) {
  const t = useTexts()
  const { second, card } = look
  if (!second || !card) return null
  const lines = {
    helpful: [second.helpful, card.helpful],
    correct: [second.correct, card.correct],
    tone: [second.tone, card.tone],
    own_words: [second.ownWords, card.ownWords],
  } as const
  return (
    <div className={cards.both}>
      <p className="strong" role="status">
        {t(second.agrees ? 'cardsAgree' : 'cardsDiffer')}
      </p>
      <table className={cards.twice}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('yours')}</th>
            <th scope="col">{t('theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {dimensions.map((dimension) => {
            const [mine, theirs] = lines[dimension]
            return (
              <tr key={dimension} data-far={Math.abs(mine - theirs) > 1 || undefined}>
                <th scope="row">{t(dimension)}</th>
                <td className="fig">{mine}</td>
                <td className="fig">{theirs}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {second.breach === card.breach ? null : <p className="s">{t('breachDiffers')}</p>}
      <p className="s">
        <b>{t('good')}:</b> {card.praise}
      </p>
      {card.advice ? (
        <p className="s">
          <b>{t('better')}:</b> {card.advice}
        </p>
      ) : null}
      <Link className="s" to="/second-looks">
        {t('nextSecond')}
      </Link>
    </div>
  )
}

function Form({ look }: { look: SecondLook }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const [marks, setMarks] = useState<Marks>({})
  const [breach, setBreach] = useState(false)
  const send = useMutation<SecondLook, ProblemError>({
    mutationFn: () => giveSecondLook({ path: { id: look.id }, body: { ...sent(marks), breach } }),
    onSuccess: (given) => {
      cache.setQueryData(secondLookQuery(look.id).queryKey, given)
      void cache.invalidateQueries({ queryKey: secondLooksQuery.queryKey })
    },
  })
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
      <CheckField label={t('breachBox')} checked={breach} onChange={setBreach} />
      {send.error ? <ErrorNote title={t('refused')}>{sentence(send.error)}</ErrorNote> : null}
      <button type="submit" className="btn" disabled={!isComplete(marks) || send.isPending}>
        {t('handIn')}
      </button>
    </form>
  )
}
