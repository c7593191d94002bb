import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { ProblemError } from '../app/problem'
import { askPerson } from '../client'
import { AreaField } from '../design/fields'
import { useRefusalSentence } from '../design/words'
import { usePointTexts } from './i18n'

/** AskPerson takes something that was decided about an expert to a human: points, an offer, a look at their level. */
export function AskPerson({ about }: { about: string }) {
  const t = usePointTexts()
  const sentence = useRefusalSentence()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [words, setWords] = useState('')
  const ask = useMutation({
    mutationFn: () => askPerson({ body: { about, words } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['cases'] }),
  })
  if (ask.isSuccess) {
    return (
      <p className="s">
        {t('asked')} <Link to="/cases">{t('askedWhere')}</Link>
      </p>
    )
  }
  if (!asking) {
    return (
      <button type="button" className="btn second small" onClick={() => setAsking(true)}>
        {t('ask')}
      </button>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <form className="stack" onSubmit={submit}>
      <AreaField
        label={t('askWhat')}
        hint={t('askHint')}
        value={words}
        onChange={setWords}
        maxLength={1000}
        rows={3}
        required
      />
      {ask.error instanceof ProblemError && (
        <p className="s" role="alert">
          {sentence(ask.error)}
        </p>
      )}
      <button type="submit" className="btn small" aria-disabled={ask.isPending}>
        {t('askSend')}
      </button>
    </form>
  )
}
