import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import type { Colleague } from '../client'
import { colleaguesQuery } from './api'
import css from './beside.module.css'
import { useBesideTexts } from './i18n'
import { type Asked, askedAt, type Named, take } from './mention'

interface Props {
  text: string
  label: string
  invalid: boolean
  field: RefObject<HTMLTextAreaElement | null>
  onText: (text: string) => void
  onNamed: (colleague: Named) => void
  onSend: () => void
}

/** MentionField is a field in which an @ asks for a colleague. The list is chosen from by keyboard, and never takes the focus. */
export function MentionField({ text, label, invalid, field, onText, onNamed, onSend }: Props) {
  const list = useId()
  const [asked, setAsked] = useState<Asked>()
  const [at, setAt] = useState(0)
  const found = useQuery({
    ...colleaguesQuery(asked?.query ?? ''),
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
  }).data
  const caret = useRef<number>(undefined)
  useLayoutEffect(() => {
    if (caret.current === undefined) return
    field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })
  const open = asked !== undefined && found !== undefined && (found.length > 0 || asked.query !== '')
  const chosen = found?.[Math.min(at, found.length - 1)]
  const ask = (next: string, where: number | null) => {
    setAsked(askedAt(next, where ?? next.length))
    setAt(0)
  }
  const pick = (colleague: Colleague | undefined) => {
    if (!asked || !colleague) return
    const done = take(text, asked, colleague.name)
    caret.current = done.caret
    onText(done.text)
    onNamed(colleague)
    setAsked(undefined)
    field.current?.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const move = open && found ? keyMoves[event.key] : undefined
    if (move && found && found.length > 0) {
      event.preventDefault()
      setAt((now) => (now + move + found.length) % found.length)
    } else if (open && chosen && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault()
      pick(chosen)
    } else if (open && event.key === 'Escape') {
      event.stopPropagation()
      setAsked(undefined)
    } else if (event.key === 'Enter' && !event.shiftKey && !matchMedia('(pointer: coarse)').matches) {
      event.preventDefault()
      onSend()
    }
  }
  return (
    <div className={css.asking}>
      <textarea
        ref={field}
        className={css.field}
        rows={2}
        value={text}
        dir="auto"
        aria-label={label}
        placeholder={label}
        aria-invalid={invalid || undefined}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open && chosen ? `${list}-${chosen.id}` : undefined}
        onChange={(event) => {
          onText(event.target.value)
          ask(event.target.value, event.target.selectionStart)
        }}
        onKeyDown={press}
        onBlur={() => setAsked(undefined)}
      />
      {open ? <Found id={list} found={found} chosen={chosen} pick={pick} /> : null}
    </div>
  )
}

const keyMoves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

interface FoundProps {
  id: string
  found: Colleague[]
  chosen: Colleague | undefined
  pick: (colleague: Colleague) => void
}

function Found({ id, found, chosen, pick }: FoundProps) {
  const t = useBesideTexts()
  if (!chosen) {
    return (
      <p className={css.found} role="status">
        {t('nobodyFound')}
      </p>
    )
  }
  return (
    <>
      <div className={css.found} id={id} role="listbox" aria-label={t('colleagues')}>
        {found.map((each) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field that asks takes the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the field that asks keeps the focus
          <div
            key={each.id}
            id={`${id}-${each.id}`}
            role="option"
            aria-selected={each.id === chosen.id}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(each)}
          >
            <b className="strong">{each.name}</b> <span className={css.role}>{t(each.role)}</span>
          </div>
        ))}
      </div>
      <span className="hidden" role="status">
        {t('found', { count: found.length, name: found[0]?.name ?? '' })}
      </span>
    </>
  )
}
