import { useEffect, useState } from 'preact/hooks'
import { useAround } from '../context'
import { Later } from '../model/api'
import { complete, type Draft, missing } from '../model/rating'
import type { LinkedAnswer } from '../model/types'
import { dayOf } from '../words/times'
import { Bird } from './Bird'
import { Icon } from './Icon'
import { Details, IsSolved } from './Rate'
import { Stars } from './Stars'

type State = 'loading' | 'open' | 'sending' | 'done' | 'gone' | 'later'

const failed = (error: unknown): State => (error instanceof Later ? 'later' : 'gone')

/** A personal link to rate one answer was opened. It works once, and shows no more of the chat than what was asked. */
export function RateLink({ link }: { link: string }) {
  const { session } = useAround()
  const [state, setState] = useState<State>('loading')
  const [answer, setAnswer] = useState<LinkedAnswer>()
  useEffect(() => {
    session.linkedAnswer(link).then(
      (found) => {
        setAnswer(found)
        setState('open')
      },
      (error: unknown) => setState(failed(error)),
    )
  }, [link, session])
  const send = async (draft: Draft) => {
    const rating = complete(draft)
    if (!rating || state === 'sending') return
    setState('sending')
    await session.rateByLink(link, rating).then(
      () => setState('done'),
      (error: unknown) => setState(failed(error)),
    )
  }
  if (state === 'loading') return <div class="bd" aria-busy="true" />
  if (state === 'done' || state === 'gone' || !answer) return <End state={state} />
  return <LinkForm answer={answer} later={state === 'later'} send={send} />
}

function End({ state }: { state: State }) {
  const { session, words } = useAround()
  const said = state === 'done' ? words.rateLinkDone : state === 'gone' ? words.rateLinkGone : words.rateLater
  return (
    <div class="bd">
      <p class={state === 'done' ? 'note' : 'note bad'} role="status">
        <Icon name="flag" />
        <span>{said}</span>
      </p>
      <div class="goon push">
        <button type="button" class="btn" onClick={() => session.ignoreLink()}>
          {words.rateLinkOn}
        </button>
      </div>
    </div>
  )
}

interface FormProps {
  answer: LinkedAnswer
  later: boolean
  send(draft: Draft): Promise<void>
}

function LinkForm({ answer, later, send }: FormProps) {
  const { words, language } = useAround()
  const [draft, setDraft] = useState<Draft>({ comment: '' })
  const [why, setWhy] = useState('')
  const name = answer.expertName || words.theExpert
  const part = {
    name,
    draft,
    edit: (change: Partial<Draft>) => {
      setDraft({ ...draft, ...change })
      setWhy('')
    },
  }
  const submit = (event: Event) => {
    event.preventDefault()
    const lacks = missing(draft)
    if (lacks) setWhy(words.missing[lacks])
    else void send(draft)
  }
  return (
    <form class="bd rate" onSubmit={submit} noValidate>
      <div class="row">
        <Bird bird={answer.bird} size={38} />
        <p>{words.rateLinkAbout(name, dayOf(answer.closedAt, language))}</p>
      </div>
      <p class="msg me first" dir="auto">
        {answer.question}
      </p>
      <IsSolved {...part} legend={words.solved} />
      <Stars legend={words.howDid(name)} value={draft.stars} onChange={(stars) => part.edit({ stars })} />
      <Details {...part} />
      <div class="end">
        {(why || later) && (
          <p class="s danger" role="alert">
            {why || words.rateLater}
          </p>
        )}
        <button type="submit" class="btn">
          {words.rateSend}
        </button>
        <span class="xs m">{words.rateLinkOnce}</span>
      </div>
    </form>
  )
}
