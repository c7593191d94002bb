import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useAround } from '../context'
import { draftPlace, type Talk } from '../model/talk'
import { Icon } from './Icon'

const most = 4000
const tallest = 8 * 22 + 22
const touch = (): boolean => matchMedia('(pointer: coarse)').matches

/** As tall as what was written, up to eight lines. */
function grow(field: HTMLTextAreaElement | null, text: string): void {
  if (!field) return
  field.style.height = 'auto'
  field.style.height = text ? `${Math.min(tallest, field.scrollHeight)}px` : ''
}

/** Where one writes. Draft and caret survive every change of the screen; Enter sends, on a phone it breaks the line. */
export function Composer({ talk, hint }: { talk: Talk; hint: string }) {
  const { store, words } = useAround()
  const place = draftPlace(talk.id)
  const [text, setText] = useState(store.get(place) ?? '')
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => grow(field.current, text), [text])

  const send = () => {
    if (!text.trim()) return
    talk.write(text.trim())
    store.remove(place)
    setText('')
    field.current?.focus()
  }
  const type = (value: string) => {
    setText(value)
    store.set(place, value)
    if (value.trim()) talk.typing()
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch()) return
    event.preventDefault()
    send()
  }

  return (
    <form
      class="cp"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={field}
        class="f"
        rows={1}
        maxLength={most}
        dir="auto"
        enterkeyhint={touch() ? 'enter' : 'send'}
        aria-label={hint}
        placeholder={hint}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={key}
      />
      <button type="submit" class="snd" aria-label={words.send} aria-disabled={!text.trim()}>
        <Icon name="send" />
      </button>
    </form>
  )
}
