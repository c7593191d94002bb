import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../../app/problem'
import { deleteMessage, editMessage } from '../../../client'
import { Icon } from '../../../design/Icon'
import { useRefusalSentence } from '../../../design/words'
import { changeable } from '../../../live/changes'
import { serverNow } from '../../../live/serverTime'
import { type DeskTexts, useDeskTexts } from '../i18n'
import type { Bubble } from '../model/thread'
import css from './own.module.css'

type Mode = 'read' | 'tools' | 'sure' | 'edit'

interface Props {
  conversationId: string
  bubble: Bubble
  children: ReactNode
}

/**
 * OwnBubble is a message of one's own that can still be changed or deleted: a small button beside it, shown on hover and
 * focus or by a long press. Everything else happens in its place.
 */
export function OwnBubble({ conversationId, bubble, children }: Props) {
  const t = useDeskTexts()
  const [mode, setMode] = useState<Mode>('read')
  const dots = useRef<HTMLButtonElement>(null)
  const open = useStillOpen(bubble.at)
  const press = useLongPress(() => setMode('tools'))
  if (mode === 'edit') {
    return <Edit conversationId={conversationId} bubble={bubble} t={t} done={() => setMode('read')} />
  }
  if (!open && mode === 'read') return children
  const back = () => {
    setMode('read')
    dots.current?.focus()
  }
  return (
    <>
      <div className={css.own} data-open={mode !== 'read'} {...press}>
        <button
          type="button"
          ref={dots}
          className={css.dots}
          aria-label={t('messageTools')}
          aria-expanded={mode !== 'read'}
          onClick={() => setMode(mode === 'read' ? 'tools' : 'read')}
        >
          <Icon name="dots" />
        </button>
        {children}
      </div>
      {mode === 'tools' ? <Tools t={t} back={back} edit={() => setMode('edit')} sure={() => setMode('sure')} /> : null}
      {mode === 'sure' ? <Sure conversationId={conversationId} bubble={bubble} t={t} back={back} /> : null}
    </>
  )
}

function Tools({ t, back, edit, sure }: { t: DeskTexts; back: () => void; edit: () => void; sure: () => void }) {
  const first = useFocused<HTMLButtonElement>()
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons of a message, no fields
    <div className={css.bar} role="group" aria-label={t('messageTools')} onKeyDown={onEscape(back)}>
      <button type="button" ref={first} className="btn text small" onClick={edit}>
        {t('changeMessage')}
      </button>
      <button type="button" className="btn text small" onClick={sure}>
        {t('deleteMessage')}
      </button>
    </div>
  )
}

interface PartProps {
  conversationId: string
  bubble: Bubble
  t: DeskTexts
}

function Sure({ conversationId, bubble, t, back }: PartProps & { back: () => void }) {
  const keep = useFocused<HTMLButtonElement>()
  const box = useRef<HTMLDivElement>(null)
  const erase = useMutation({
    mutationFn: () => deleteMessage({ path: { id: conversationId, messageId: bubble.messageId ?? '' } }),
    onSuccess: () => box.current?.closest<HTMLElement>('[role="log"]')?.focus(),
  })
  const why = useWhy(erase.error)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a question with two buttons, no fields
    <div className={css.bar} ref={box} role="group" aria-label={t('deleteSure')} onKeyDown={onEscape(back)}>
      <span role={why ? 'alert' : undefined}>{why ?? t('deleteSure')}</span>
      <button
        type="button"
        className={`btn text small ${css.danger}`}
        aria-busy={erase.isPending}
        onClick={() => erase.mutate()}
      >
        {t('deleteMessage')}
      </button>
      <button type="button" ref={keep} className="btn text small" onClick={back}>
        {t('keepMessage')}
      </button>
    </div>
  )
}

function Edit({ conversationId, bubble, t, done }: PartProps & { done: () => void }) {
  const [text, setText] = useState(bubble.text)
  const field = useRef<HTMLTextAreaElement>(null)
  const edit = useMutation({
    mutationFn: (next: string) =>
      editMessage({ path: { id: conversationId, messageId: bubble.messageId ?? '' }, body: { text: next } }),
    onSuccess: done,
  })
  const why = useWhy(edit.error)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(bubble.text.length, bubble.text.length)
  }, [bubble.text.length])
  const save = () => {
    const next = text.trim()
    if (!next || edit.isPending) return
    if (next === bubble.text) return done()
    edit.mutate(next)
  }
  return (
    <form
      className={css.edit}
      onKeyDown={onEscape(done)}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        className={css.field}
        maxLength={4_000}
        dir="auto"
        aria-label={t('changeField')}
        aria-invalid={why ? true : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
          if (matchMedia('(pointer: coarse)').matches) return
          event.preventDefault()
          save()
        }}
      />
      {why ? (
        <p className={`s ${css.danger}`} role="alert">
          {why}
        </p>
      ) : null}
      <div className={css.bar}>
        <button type="submit" className="btn small" aria-disabled={!text.trim()} aria-busy={edit.isPending}>
          {t('saveMessage')}
        </button>
        <button type="button" className="btn text small" onClick={done}>
          {t('leaveMessage')}
        </button>
      </div>
    </form>
  )
}

/** useStillOpen tells whether the five minutes last, by the server's clock. */
function useStillOpen(at: string): boolean {
  const until = Date.parse(at) + changeable
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const left = until - serverNow()
    if (left <= 0) return
    const timer = setTimeout(() => setNow(serverNow()), left + 50)
    return () => clearTimeout(timer)
  }, [until])
  return now < until
}

/** useLongPress runs something when a finger rests for half a second. */
function useLongPress(run: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const end = () => clearTimeout(timer.current)
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    onPointerDown: (event: React.PointerEvent) => {
      end()
      if (event.pointerType === 'touch') timer.current = setTimeout(run, 500)
    },
    onPointerUp: end,
    onPointerCancel: end,
  }
}

function useFocused<E extends HTMLElement>() {
  const element = useRef<E>(null)
  useEffect(() => element.current?.focus(), [])
  return element
}

/** useWhy says in the reader's language why a change was not taken. */
function useWhy(error: Error | null): string | undefined {
  const t = useDeskTexts()
  const sentence = useRefusalSentence()
  if (!error) return undefined
  return error instanceof ProblemError && error.status > 0 ? sentence(error) : t('notChanged')
}

function onEscape(back: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    back()
  }
}
