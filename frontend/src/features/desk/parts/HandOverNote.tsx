import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { scoreHandOver } from '../../../client'
import { Bird } from '../../../design/Bird'
import { Icon } from '../../../design/Icon'
import { useTeamTexts } from '../i18n/team'
import { handOversQuery } from '../model/team'
import css from './handover.module.css'

const scores = [1, 2, 3, 4, 5] as const

/** HandOverNote is what the colleague before wrote: in full until it is scored, then one line that opens. */
export function HandOverNote({ conversationId }: { conversationId: string }) {
  const t = useTeamTexts()
  const newest = useQuery(handOversQuery(conversationId)).data?.items.at(-1)
  if (!newest) return null
  const { from, summary, score, canScore } = newest
  const head = (
    <>
      {from.bird === undefined ? <Icon name="people" size={22} /> : <Bird number={from.bird} size={26} />}
      <b className="strong">{t(from.role === 'expert' ? 'from' : 'fromTeam', { name: from.name })}</b>
      {score ? <span className="xs quiet">{t('scoredAs', { score })}</span> : null}
    </>
  )
  if (!canScore) {
    return (
      <details className={css.note}>
        <summary className={css.noteHead}>{head}</summary>
        <p className={css.summary} dir="auto">
          {summary}
        </p>
      </details>
    )
  }
  return (
    <section className={css.note} aria-label={t('summary')}>
      <div className={css.noteHead}>{head}</div>
      <p className={css.summary} dir="auto">
        {summary}
      </p>
      <Score id={newest.id} conversationId={conversationId} />
    </section>
  )
}

/** Score is five buttons: one tap, once. */
function Score({ id, conversationId }: { id: string; conversationId: string }) {
  const t = useTeamTexts()
  const client = useQueryClient()
  const [chosen, setChosen] = useState<number>()
  const give = useMutation({
    mutationFn: (score: number) => scoreHandOver({ path: { id }, body: { score } }),
    onMutate: setChosen,
    onError: () => setChosen(undefined),
    onSettled: () => client.invalidateQueries({ queryKey: handOversQuery(conversationId).queryKey }),
  })
  return (
    <fieldset className={css.scores} disabled={give.isPending}>
      <legend className="s">{t('canScore')}</legend>
      <span className={css.five}>
        {scores.map((score) => (
          <button
            key={score}
            type="button"
            className={score === chosen ? css.chosen : undefined}
            aria-pressed={score === chosen}
            aria-label={scoreWords(score, t)}
            onClick={() => give.mutate(score)}
          >
            {score}
          </button>
        ))}
      </span>
      <span className="xs quiet" aria-hidden="true">
        1 {t('scoreLow')}, 5 {t('scoreHigh')}
      </span>
      {give.error ? (
        <p className={`s ${css.failed}`} role="alert">
          {t('scoreFailed', { why: give.error.message })}
        </p>
      ) : null}
    </fieldset>
  )
}

function scoreWords(score: number, t: ReturnType<typeof useTeamTexts>): string {
  const words = t('score', { count: score })
  if (score === 1) return `${words}: ${t('scoreLow')}`
  return score === 5 ? `${words}: ${t('scoreHigh')}` : words
}
