import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { postTyping } from '../../../client'
import { Icon } from '../../../design/Icon'
import { useDeskTexts } from '../i18n'
import { keepDraft, readDraft } from '../model/drafts'
import css from './composer.module.css'

const longest = 4_000
const typingEvery = 3_000

interface Props {
  conversationId: string
  name: string
  focused: boolean
  /** a text taken back from a message that was refused */
  returned?: string
  /** stands above the field: what could go under the answer */
  above?: ReactNode
  /** stands under the words: what goes with them */
  under?: ReactNode
  /** stands beside the send button */
  tools?: ReactNode
  /** nobody is told that one types, and no draft is kept: for who has no session */
  silent?: boolean
  /** told in words while one writes */
  hint?: (text: string) => ReactNode
  onSend: (text: string) => void
}

/**
 * Composer keeps its text, caret and scroll through every update: the text lives here and on this device, and nothing
 * that arrives touches it. Enter sends; Shift and Enter make a line.
 */
export function Composer({
  conversationId,
  name,
  focused,
  returned,
  above,
  under,
  tools,
  silent,
  hint,
  onSend,
}: Props) {
  const t = useDeskTexts()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => readDraft(conversationId).text)
  const typed = useTypingSignal(conversationId)
  useRestoredCaret(field, conversationId)
  useGrowing(field, text)
  useEffect(() => {
    if (returned) setText((now) => (now ? `${returned}\n${now}` : returned))
  }, [returned])

  const keep = (next: string) => {
    const { selectionStart = next.length, selectionEnd = next.length } = field.current ?? {}
    keepDraft(conversationId, { text: next, start: selectionStart, end: selectionEnd })
  }
  const change = (next: string) => {
    setText(next)
    keep(next)
    if (next.trim() && !silent) typed()
  }
  const over = text.trim().length - longest
  const send = () => {
    const ready = text.trim()
    if (!ready || over > 0) return
    onSend(ready)
    setText('')
    keepDraft(conversationId, { text: '', start: 0, end: 0 })
    field.current?.focus()
  }
  return (
    <>
      {above}
      <div className={css.composer}>
        <div className={css.write}>
          <textarea
            ref={field}
            className={css.field}
            rows={1}
            value={text}
            aria-label={t('write', { name })}
            aria-invalid={over > 0 || undefined}
            placeholder={focused ? t('write', { name }) : undefined}
            onChange={(event) => change(event.target.value)}
            onSelect={() => keep(text)}
            onKeyDown={(event) => entersToSend(event) && send()}
          />
          {under}
          {hint?.(text)}
        </div>
        <Tools text={text} over={over} focused={focused} tools={tools} silent={silent} onSend={send} />
      </div>
    </>
  )
}

interface ToolsProps {
  text: string
  over: number
  focused: boolean
  tools?: ReactNode
  silent?: boolean
  onSend: () => void
}

function Tools({ text, over, focused, tools, silent, onSend }: ToolsProps) {
  const t = useDeskTexts()
  return (
    <div className={css.tools}>
      {tools ? <div className={css.aids}>{tools}</div> : null}
      <span className={`xs quiet ${css.state}`}>
        {over > 0 ? t('tooLong', { count: over }) : text && !silent ? t('draftKept') : null}
      </span>
      <button
        type="button"
        className={`btn small ${css.send} ${focused ? '' : 'text'}`}
        aria-disabled={!text.trim() || over > 0}
        onClick={onSend}
      >
        <span>{t('send')}</span>
        {focused ? (
          <span className="key" aria-hidden="true">
            ↵
          </span>
        ) : null}
        <Icon name="send" directed />
      </button>
    </div>
  )
}

/** entersToSend tells whether a key sends: Enter alone, not within a composition, and not on a touch keyboard. */
function entersToSend(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || isTouch()) return false
  event.preventDefault()
  return true
}

function isTouch() {
  return matchMedia('(pointer: coarse)').matches
}

/** useTypingSignal tells the other side at most every three seconds that somebody types, never what. */
function useTypingSignal(conversationId: string) {
  const last = useRef(0)
  return () => {
    const now = Date.now()
    if (now - last.current < typingEvery) return
    last.current = now
    postTyping({ path: { id: conversationId } }).catch(() => undefined)
  }
}

function useRestoredCaret(field: React.RefObject<HTMLTextAreaElement | null>, conversationId: string) {
  useEffect(() => {
    const { start, end } = readDraft(conversationId)
    field.current?.setSelectionRange(start, end)
  }, [field, conversationId])
}

/** useGrowing lets the field grow with its text, up to the eight lines that the style allows. */
function useGrowing(field: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    const grow = () => {
      element.style.blockSize = 'auto'
      element.style.blockSize = `${element.scrollHeight}px`
    }
    grow()
    let width = element.clientWidth
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === width) return
      width = element.clientWidth
      grow()
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [field, text])
}
