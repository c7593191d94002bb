import { useEffect, useRef, useState } from 'preact/hooks'
import { useAround } from '../context'
import { chosen } from '../model/choices'
import { draftPlace } from '../model/talk'
import { when } from '../words/times'
import { Answers } from './Answers'
import { Bird } from './Bird'
import { Choosers } from './Choosers'
import { Icon } from './Icon'
import { Glad, Reading } from './Reading'
import { useHelp } from './useHelp'

const most = 2000

/** Where somebody goes on who comes back: at the question, at the article that they read, or on the way to a person. */
type Place = 'question' | 'answer' | 'ask' | 'no'

/** The first screen: one question, what may answer it at once, and two choices that help to find who knows. */
export function Ask() {
  const { session, store, words, options } = useAround()
  const [text, setText] = useState(session.question?.question ?? store.get(draftPlace()) ?? '')
  const [product, setProduct] = useState(session.question?.productId ?? options.product ?? '')
  const [reason, setReason] = useState(session.question?.reasonId ?? options.reason ?? '')
  const [empty, setEmpty] = useState(false)
  const [glad, setGlad] = useState(false)
  const [focus, setFocus] = useState<{ at: Place; answer?: string }>({ at: 'question' })
  const productId = chosen(session.products, product)
  const reasonId = chosen(session.reasons, reason)
  const team = session.reasons.find((each) => each.id === reasonId)?.staffTopic !== undefined
  const asks = navigator.onLine ? (team ? words.askTeam : words.askButton) : words.askLate
  const { help, found, read, open, leave } = useHelp(text, productId)

  const type = (typed: string) => {
    setText(typed)
    setEmpty(false)
    store.set(draftPlace(), typed)
  }
  const submit = (event?: Event) => {
    event?.preventDefault()
    setEmpty(!text.trim())
    if (!text.trim()) return
    help.asks()
    store.remove(draftPlace())
    session.ask(text.trim(), { productId, reasonId })
  }
  const back = (at: Place) => {
    setFocus({ at, answer: read?.answer.id })
    setGlad(false)
    leave()
  }
  const yes = () => {
    help.helped()
    store.remove(draftPlace())
    setGlad(true)
  }
  const no = () => {
    help.failed()
    back('no')
  }
  const ask = () => {
    store.set(draftPlace(), text)
    back('ask')
  }
  const anew = () => {
    help.clear()
    type('')
    back('question')
  }

  if (read && glad) return <Glad read={read} asks={asks} onNew={anew} onAsk={ask} />
  if (read) {
    return (
      <Reading
        key={read.answer.id}
        read={read}
        asks={asks}
        onAsk={submit}
        onBack={() => back('answer')}
        onYes={yes}
        onNo={no}
        onAgain={() => open(read.answer)}
      />
    )
  }
  return (
    <form class="bd" onSubmit={submit} noValidate>
      <ClosedNote />
      <NoticeLine />
      <ForgetsNote />
      {session.who && <p class="s m">{words.signedInAs(session.who.name)}</p>}
      <QuestionField text={text} empty={empty} focus={focus.at === 'question'} onType={type} />
      <Answers found={found} typed={text} focus={focus.at === 'answer' ? focus.answer : undefined} onOpen={open} />
      <Choosers product={productId} reason={reasonId} onProduct={setProduct} onReason={setReason} />
      <Earlier />
      <ToPerson asks={asks} team={team} focus={focus.at === 'ask' || focus.at === 'no'} failed={focus.at === 'no'} />
    </form>
  )
}

interface ToPersonProps {
  asks: string
  team: boolean
  focus: boolean
  /** An article has not helped. */
  failed: boolean
}

/** The way to a person: in sight whatever was found. */
function ToPerson({ asks, team, focus, failed }: ToPersonProps) {
  const { session, words } = useAround()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (focus) button.current?.focus()
  }, [focus])
  return (
    <div class="ask">
      {team ? (
        <div class="row" role="status">
          <Icon name="team" big />
          <span class="s grow">{words.teamAnswers(session.brand?.name ?? '')}</span>
        </div>
      ) : (
        (failed || (session.earlier.length === 0 && session.brand?.open !== false)) && (
          <WhoAnswers text={failed ? words.answers.notHelped : words.whoAnswers} />
        )
      )}
      <button type="submit" class="btn" ref={button}>
        {asks}
      </button>
    </div>
  )
}

interface QuestionFieldProps {
  text: string
  empty: boolean
  focus: boolean
  onType(text: string): void
}

function QuestionField({ text, empty, focus, onType }: QuestionFieldProps) {
  const { words } = useAround()
  const field = useRef<HTMLTextAreaElement>(null)
  // The field has the focus at the start, and again when it was left empty.
  useEffect(() => {
    if (focus) field.current?.focus()
  }, [focus])
  useEffect(() => {
    if (empty) field.current?.focus()
  }, [empty])
  return (
    <>
      <label class="q1" for="question">
        {words.ask}
      </label>
      <div>
        <textarea
          id="question"
          class="fld"
          rows={3}
          maxLength={most}
          dir="auto"
          ref={field}
          value={text}
          aria-describedby="question-hint"
          aria-invalid={empty}
          onInput={(event) => onType(event.currentTarget.value)}
        />
        <p id="question-hint" class={empty ? 's danger' : 's m'} role={empty ? 'alert' : undefined}>
          {empty ? words.askEmpty : words.askHint}
        </p>
      </div>
    </>
  )
}

/** For somebody who has not asked before, or whom no article helped: who will answer. */
function WhoAnswers({ text }: { text: string }) {
  return (
    <div class="row">
      <span class="flock" aria-hidden="true">
        {[1, 0, 2, 4].map((bird) => (
          <Bird key={bird} bird={bird} size={30} />
        ))}
      </span>
      <span class="s grow">{text}</span>
    </div>
  )
}

function ClosedNote() {
  const { session, words, language, now } = useAround()
  const brand = session.brand
  if (!brand || brand.open || !brand.opensAt) return null
  return (
    <p class="note">
      <Icon name="clock" />
      <span>{words.closedText(when(brand.opensAt, now(), language, words))}</span>
    </p>
  )
}

/** Some browsers keep nothing for a frame on a shop's page: the page of our own is where a chat can be found again. */
function ForgetsNote() {
  const { frame, store, words, options } = useAround()
  if (store.durable || !frame.framed) return null
  const page = options.product ? `/chat?product=${encodeURIComponent(options.product)}` : '/chat'
  return (
    <p class="note">
      <Icon name="clock" />
      <span>
        {words.forgets}{' '}
        <a href={page} target="_blank" rel="noopener">
          {words.ownPage}
        </a>
      </span>
    </p>
  )
}

function NoticeLine() {
  const { session, words } = useAround()
  const { notice } = session
  if (!notice || notice.kind === 'already') return null
  const text =
    notice.kind === 'expired'
      ? words.expired
      : notice.kind === 'withdrawn'
        ? words.withdrawn
        : (notice.code && words.wait.refusals[notice.code]) || notice.why || words.refused
  return (
    <p class={notice.kind === 'refused' ? 'note bad' : 'note'} role={notice.kind === 'refused' ? 'alert' : 'status'}>
      <Icon name={notice.kind === 'refused' ? 'flag' : 'clock'} />
      <span>{text}</span>
    </p>
  )
}

function Earlier() {
  const { session, words } = useAround()
  const found = session.earlier.slice(0, 2)
  if (found.length === 0) return null
  return (
    <nav class="earlier" aria-label={words.earlier}>
      <span class="s m">{words.earlier}</span>
      {found.map((c) => (
        <button type="button" class="past" key={c.id} onClick={() => void session.open(c.id)}>
          <span class="past-words" dir="auto">
            {c.question || words.deletedYou}
          </span>
          <Icon name="chevron" />
        </button>
      ))}
    </nav>
  )
}
