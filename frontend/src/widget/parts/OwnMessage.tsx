import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { changeable } from '../../live/changes'
import { useAround } from '../context'
import { Refusal } from '../model/api'
import type { MessageRow } from '../model/rows'
import { Icon } from './Icon'

const most = 4000
const press = 500

type Mode = 'read' | 'tools' | 'sure' | 'edit'

/**
 * A message of one's own that can still be changed or deleted: a small button beside it (shown on hover and focus, or by a long
 * press), and everything else happens in its place.
 */
export function OwnMessage({ row, class: kind, children }: OwnProps) {
  const { words } = useAround()
  const open = useStillOpen(row.at)
  const [mode, setMode] = useState<Mode>('read')
  const dots = useRef<HTMLButtonElement>(null)
  const long = useLongPress(() => setMode('tools'))
  if (mode === 'edit') return <Edit row={row} done={() => setMode('read')} />
  if (!open && mode === 'read') {
    return (
      <div class={kind} dir="auto">
        {children}
      </div>
    )
  }
  const back = () => {
    setMode('read')
    dots.current?.focus()
  }
  return (
    <>
      <div class={mode === 'read' ? 'own' : 'own open'}>
        <div class={kind} dir="auto" {...long}>
          {children}
        </div>
        <button
          type="button"
          ref={dots}
          class="dots"
          aria-label={words.messageTools}
          aria-expanded={mode !== 'read'}
          onClick={() => setMode(mode === 'read' ? 'tools' : 'read')}
        >
          <Icon name="dots" />
        </button>
      </div>
      {mode === 'tools' && <Tools back={back} edit={() => setMode('edit')} sure={() => setMode('sure')} />}
      {mode === 'sure' && <Sure row={row} back={back} />}
    </>
  )
}

interface OwnProps {
  row: MessageRow
  class: string
  children: preact.ComponentChildren
}

function Tools({ back, edit, sure }: { back(): void; edit(): void; sure(): void }) {
  const { words } = useAround()
  const first = useFocus<HTMLButtonElement>()
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons of a message, no fields
    <div class="mbar" role="group" aria-label={words.messageTools} onKeyDown={onEscape(back)}>
      <button type="button" ref={first} class="link" onClick={edit}>
        {words.changeMessage}
      </button>
      <button type="button" class="link" onClick={sure}>
        {words.deleteMessage}
      </button>
    </div>
  )
}

function Sure({ row, back }: { row: MessageRow; back(): void }) {
  const { session, words } = useAround()
  const keep = useFocus<HTMLButtonElement>()
  const [failed, setFailed] = useState('')
  const why = useWhy()
  const erase = (event: Event) => {
    const chat = (event.currentTarget as HTMLElement).closest<HTMLElement>('.chat')
    session.talk?.erase(row.messageId ?? '').then(
      () => chat?.focus(),
      (error) => setFailed(why(error)),
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with two buttons, no fields
    <div class="mbar" role="group" aria-label={words.deleteSure} onKeyDown={onEscape(back)}>
      <span>{failed || words.deleteSure}</span>
      <button type="button" class="link danger" onClick={erase}>
        {words.deleteMessage}
      </button>
      <button type="button" ref={keep} class="link" onClick={back}>
        {words.keepMessage}
      </button>
    </div>
  )
}

function Edit({ row, done }: { row: MessageRow; done(): void }) {
  const { session, words } = useAround()
  const [text, setText] = useState(row.text)
  const [failed, setFailed] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const why = useWhy()
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(row.text.length, row.text.length)
  }, [row.text.length])
  const save = () => {
    const next = text.trim()
    if (!next) return
    if (next === row.text) return done()
    session.talk?.change(row.messageId ?? '', next).then(done, (error) => setFailed(why(error)))
  }
  return (
    <form
      class="edit"
      onKeyDown={onEscape(done)}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        class="fld small"
        maxLength={most}
        dir="auto"
        aria-label={words.changeField}
        aria-invalid={failed ? true : undefined}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches)
            return
          event.preventDefault()
          save()
        }}
      />
      {failed && (
        <p class="meta danger" role="alert">
          <Icon name="flag" />
          {failed}
        </p>
      )}
      <div class="mbar">
        <button type="submit" class="link" aria-disabled={!text.trim()}>
          {words.saveMessage}
        </button>
        <button type="button" class="link" onClick={done}>
          {words.leaveMessage}
        </button>
      </div>
    </form>
  )
}

/** What is left of a deleted message: its place. */
export function Gone({ row }: { row: MessageRow }) {
  const { words } = useAround()
  const why = row.hidden ? words.hiddenTeam : row.mine ? words.deletedYou : words.deletedOther
  return <p class={row.mine ? 'gone me' : 'gone'}>{why}</p>
}

/** Whether the five minutes last, and draws again when they are over. */
function useStillOpen(at: string): boolean {
  const { now } = useAround()
  const left = Date.parse(at) + changeable - now()
  const [, again] = useReducer((n: number, _: undefined) => n + 1, 0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => again(undefined), left)
    return () => clearTimeout(timer)
  }, [left])
  return left > 0
}

/** A finger that rests on the message for half a second. */
function useLongPress(run: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const end = () => clearTimeout(timer.current)
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    onPointerDown: (event: PointerEvent) => {
      end()
      if (event.pointerType === 'touch') timer.current = setTimeout(run, press)
    },
    onPointerUp: end,
    onPointerCancel: end,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 4) end()
    },
  }
}

function useFocus<E extends HTMLElement>() {
  const element = useRef<E>(null)
  useEffect(() => element.current?.focus(), [])
  return element
}

/** The server's refusal in the customer's language. */
function useWhy(): (error: unknown) => string {
  const { words } = useAround()
  return (error) => {
    const code = error instanceof Refusal ? error.code : ''
    if (code === 'message_stands' || code === 'message_not_found') return words.messageStands
    return code === 'message_deleted' ? words.messageDeleted : words.notChanged
  }
}

const onEscape = (back: () => void) => (event: KeyboardEvent) => {
  if (event.key !== 'Escape') return
  event.stopPropagation()
  back()
}
