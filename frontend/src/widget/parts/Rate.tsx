import { useState } from 'preact/hooks'
import { useAround } from '../context'
import { asksCause, causeOf, complete, type Draft, holds, missing } from '../model/rating'
import type { Talk } from '../model/talk'
import type { Solved } from '../model/types'
import { draftOfTalk, forgetDraft, keepDraft } from './ratingDraft'
import { Stars } from './Stars'

const answers: readonly Solved[] = ['yes', 'partly', 'no']

/** Two taps, and what held it back when it was not the best. It can be changed until it is settled. */
export function Rate({ talk }: { talk: Talk }) {
  const { session, store, words } = useAround()
  const [draft, setDraft] = useState<Draft>(() => draftOfTalk(store, talk))
  const [why, setWhy] = useState('')
  const [sending, setSending] = useState(false)
  const name = talk.expert()?.displayName ?? words.theExpert
  const given = talk.conversation?.rating
  const edit = (part: Partial<Draft>) => {
    const next = { ...draft, ...part }
    setDraft(next)
    setWhy('')
    keepDraft(store, talk, next)
  }
  const run = async (work: () => Promise<void>) => {
    setSending(true)
    try {
      await work()
      forgetDraft(store, talk)
      session.show('auto')
    } catch (error) {
      setWhy((error as Error).message.length > 12 ? (error as Error).message : words.rateLater)
    } finally {
      setSending(false)
    }
  }
  const send = (event: Event) => {
    event.preventDefault()
    const lacks = missing(draft)
    const rating = complete(draft)
    if (lacks || !rating) setWhy(words.missing[lacks ?? 'solved'])
    else void run(() => talk.rate(rating))
  }

  return (
    <form class="bd rate" onSubmit={send} noValidate>
      <fieldset>
        <legend class="q1">{words.solved}</legend>
        <div class="opt">
          {answers.map((solved) => (
            <label key={solved}>
              <input type="radio" name="solved" checked={draft.solved === solved} onChange={() => edit({ solved })} />
              <span>{words[solved]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Stars legend={words.howDid(name)} value={draft.stars} onChange={(stars) => edit({ stars })} />
      {asksCause(draft.stars) && <Held name={name} draft={draft} edit={edit} />}
      {draft.stars !== undefined && (
        <>
          <label>
            <span class="lab">
              {words.comment} <span class="m">{words.commentHint}</span>
            </span>
            <textarea
              class="fld small"
              rows={2}
              maxLength={2000}
              dir="auto"
              value={draft.comment}
              onInput={(event) => edit({ comment: event.currentTarget.value })}
            />
          </label>
          <Again name={name} draft={draft} edit={edit} />
        </>
      )}
      <div class="end">
        {why && (
          <p class="s danger" role="alert">
            {why}
          </p>
        )}
        <button type="submit" class="btn" aria-disabled={sending}>
          {given ? words.rateChange : words.rateSend}
        </button>
        <Ways talk={talk} draft={draft} confirm={() => void run(() => talk.confirm())} />
      </div>
    </form>
  )
}

interface PartProps {
  name: string
  draft: Draft
  edit(part: Partial<Draft>): void
}

function Held({ name, draft, edit }: PartProps) {
  const { words, session } = useAround()
  const company = draft.held && causeOf(draft.held) === 'company'
  return (
    <fieldset>
      <legend class="lab">{words.held}</legend>
      <div class="chips">
        {holds.map((held) => (
          <label key={held}>
            <input type="radio" name="held" checked={draft.held === held} onChange={() => edit({ held })} />
            <span>{words.holds[held]}</span>
          </label>
        ))}
      </div>
      {draft.held && (
        <p class="s m" aria-live="polite">
          {company ? words.heldCompany(name, session.brand?.name ?? '') : words.heldExpert(name)}
        </p>
      )}
    </fieldset>
  )
}

function Again({ name, draft, edit }: PartProps) {
  const { words } = useAround()
  return (
    <fieldset class="again">
      <legend class="lab">{words.again(name)}</legend>
      <div class="chips">
        {[true, false].map((again) => (
          <label key={String(again)}>
            <input type="radio" name="again" checked={draft.again === again} onChange={() => edit({ again })} />
            <span>{again ? words.yes : words.no}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Ways({ talk, draft, confirm }: { talk: Talk; draft: Draft; confirm(): void }) {
  const { session, words } = useAround()
  const plain = talk.conversation?.canConfirm && draft.solved === 'yes' && draft.stars === undefined
  return (
    <div class="ways">
      {plain ? (
        <button type="button" class="link" onClick={confirm}>
          {words.confirm}
        </button>
      ) : (
        <span class="xs m">{words.changeLater}</span>
      )}
      <button type="button" class="link" onClick={() => session.show('chat')}>
        {words.readChat}
      </button>
    </div>
  )
}
