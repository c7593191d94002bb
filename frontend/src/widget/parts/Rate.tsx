import { useState } from 'preact/hooks'
import { useAround } from '../context'
import { asksCause, causeOf, type Draft, holds } from '../model/rating'
import type { Talk } from '../model/talk'
import type { Solved } from '../model/types'
import { Parting } from './Parting'
import { Stars } from './Stars'
import { useRating } from './useRating'

const answers: readonly Solved[] = ['yes', 'partly', 'no']

/** Two taps, and what held it back when it was not the best. It can be changed until it is settled. */
export function Rate({ talk }: { talk: Talk }) {
  const { session, words } = useAround()
  const { draft, why, sending, edit, send, confirm } = useRating(talk)
  const [still] = useState(talk.conversation?.stillAsked === true)
  const name = talk.expert()?.displayName ?? words.theExpert
  const part = { name, draft, edit }
  return (
    <form class="bd rate" onSubmit={send} noValidate>
      <Parting talk={talk} />
      <IsSolved {...part} legend={still ? words.stillSolved : words.solved} />
      {still && (draft.solved === 'no' || draft.solved === 'partly') && (
        <p class="note">
          <span>{words.stillNot}</span>
          <button type="button" class="link" onClick={() => session.show('chat')}>
            {words.stillWrite}
          </button>
        </p>
      )}
      <Stars legend={words.howDid(name)} value={draft.stars} onChange={(stars) => edit({ stars })} />
      <Details {...part} />
      <div class="end">
        {why && (
          <p class="s danger" role="alert">
            {why}
          </p>
        )}
        <button type="submit" class="btn" aria-disabled={sending}>
          {talk.conversation?.rating ? words.rateChange : words.rateSend}
        </button>
        <Ways talk={talk} draft={draft} confirm={confirm} />
      </div>
    </form>
  )
}

/** What is asked once there are stars. */
export function Details(part: PartProps) {
  const { stars } = part.draft
  if (stars === undefined) return null
  return (
    <>
      {asksCause(stars) && <Held {...part} />}
      <Learned {...part} />
      <Comment {...part} />
      <Again {...part} />
    </>
  )
}

interface PartProps {
  name: string
  draft: Draft
  edit(part: Partial<Draft>): void
}

export function IsSolved({ draft, edit, legend }: PartProps & { legend: string }) {
  const { words } = useAround()
  return (
    <fieldset>
      <legend class="q1">{legend}</legend>
      <div class="opt">
        {answers.map((solved) => (
          <label key={solved}>
            <input type="radio" name="solved" checked={draft.solved === solved} onChange={() => edit({ solved })} />
            <span>{words[solved]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Learned is one tap that may be left out; a second tap takes it back. */
function Learned({ draft, edit }: PartProps) {
  const { words } = useAround()
  return (
    <fieldset class="again">
      <legend class="lab">{words.learned}</legend>
      <div class="chips">
        {answers.map((learned) => (
          <label key={learned}>
            <input
              type="radio"
              name="learned"
              checked={draft.learned === learned}
              onClick={() => draft.learned === learned && edit({ learned: undefined })}
              onChange={() => edit({ learned })}
            />
            <span>{words[learned]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function Comment({ draft, edit }: PartProps) {
  const { words } = useAround()
  return (
    <textarea
      class="fld small"
      rows={2}
      maxLength={2000}
      dir="auto"
      aria-label={words.comment}
      placeholder={words.comment}
      value={draft.comment}
      onInput={(event) => edit({ comment: event.currentTarget.value })}
    />
  )
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
