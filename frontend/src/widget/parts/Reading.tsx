import { useEffect, useRef } from 'preact/hooks'
import { shorePicture } from '../../design/svg/shore'
import { useAround } from '../context'
import { Blocks } from './Blocks'
import { Drawing } from './Drawing'
import { Icon } from './Icon'
import type { Read } from './useHelp'

/** Where an article stands by itself. It was found in the language of the chat. */
const pageOf = ({ answer }: Read, language: string): string => `/help/${language}/${answer.slug}`

interface ReadingProps {
  read: Read
  /** What the way to a person is called. */
  asks: string
  /** Asks what was typed, as the button beneath the question does. */
  onAsk(): void
  onBack(): void
  onYes(): void
  onNo(): void
  onAgain(): void
}

/** An article inside the chat: the way back above it, the way to a person always below it. */
export function Reading({ read, asks, onAsk, onBack, onYes, onNo, onAgain }: ReadingProps) {
  const { words, language } = useAround()
  const { answer, article } = read
  const title = useRef<HTMLHeadingElement>(null)
  const page = pageOf(read, language)
  useEffect(() => title.current?.focus(), [])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is
    <div
      class="bd reading"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onBack()
      }}
    >
      <button type="button" class="back" onClick={onBack}>
        <Icon name="chevron" />
        {words.answers.back}
      </button>
      <article lang={article?.language}>
        {(answer.product || answer.kind === 'manual') && (
          <p class="xs m">
            {[answer.product, answer.kind === 'manual' && words.answers.manual].filter(Boolean).join(' · ')}
          </p>
        )}
        <h2 class="q1" ref={title} tabIndex={-1}>
          {answer.title}
        </h2>
        <p class="lead">{answer.summary}</p>
        {article && <Blocks blocks={article.blocks} page={page} />}
        {!article && !read.failed && <Coming />}
        {read.failed && (
          <p class="note" role="status">
            <span class="grow">{words.answers.failed}</span>
            <button type="button" class="link" onClick={onAgain}>
              {words.answers.again}
            </button>
          </p>
        )}
        {article && (
          <a class="s" href={page} target="_blank" rel="noopener noreferrer">
            {words.answers.page}
          </a>
        )}
      </article>
      <div class="end">
        <fieldset class="did">
          <legend>{words.answers.helped}</legend>
          <span class="opt">
            <button type="button" onClick={onYes}>
              {words.answers.yes}
            </button>
            <button type="button" onClick={onNo}>
              {words.answers.no}
            </button>
          </span>
        </fieldset>
        <button type="button" class="btn" onClick={onAsk}>
          {asks}
        </button>
      </div>
    </div>
  )
}

function Coming() {
  const { words } = useAround()
  return (
    <div class="sks" aria-busy="true">
      <span class="sr" role="status">
        {words.answers.loading}
      </span>
      <span class="sk" />
      <span class="sk short" />
    </div>
  )
}

const coast = shorePicture({
  birds: [
    { bird: 2, x: 92 },
    { bird: 1, x: 178 },
    { bird: 4, x: 236 },
  ],
})

interface GladProps {
  read: Read
  asks: string
  onNew(): void
  onAsk(): void
}

/** It helped: nobody was asked, and the way to a person stays. */
export function Glad({ read, asks, onNew, onAsk }: GladProps) {
  const { words, frame, language } = useAround()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const close = () => {
    onNew()
    frame.close()
  }
  return (
    <div class="bd thanks">
      <h2 class="q1" ref={title} tabIndex={-1}>
        {words.answers.glad}
      </h2>
      <p class="i2">{words.answers.gladText}</p>
      <nav class="earlier" aria-label={words.answers.reread}>
        <span class="s m">{words.answers.reread}</span>
        <a class="past" href={pageOf(read, language)} target="_blank" rel="noopener noreferrer">
          <span class="past-words">{read.answer.title}</span>
          <Icon name="chevron" />
        </a>
      </nav>
      <div class="shore push">
        <Drawing picture={coast} />
      </div>
      {frame.framed && (
        <button type="button" class="btn" onClick={close}>
          {words.answers.done}
        </button>
      )}
      <button type="button" class="btn q" onClick={onAsk}>
        {asks}
      </button>
      <button type="button" class="link foot" onClick={onNew}>
        {words.askNew}
      </button>
    </div>
  )
}
