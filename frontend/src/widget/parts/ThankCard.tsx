import { useState } from 'preact/hooks'
import { useAround } from '../context'
import type { Talk } from '../model/talk'

/** After four or five stars: a few words for the expert, once. */
export function ThankCard({ talk, name, thanked }: { talk: Talk; name: string; thanked: boolean | undefined }) {
  const { words } = useAround()
  const [text, setText] = useState('')
  const [state, setState] = useState<'sending' | 'left' | 'failed'>()
  if (thanked || state === 'left') {
    return (
      <p class="s m" role="status">
        {words.card.left(name)}
      </p>
    )
  }
  const send = (event: Event): void => {
    event.preventDefault()
    if (state === 'sending' || text.trim().length < 3) return
    setState('sending')
    talk.thank(text).then(
      () => setState('left'),
      () => setState('failed'),
    )
  }
  return (
    <form class="card" onSubmit={send}>
      <h2>{words.card.title(name)}</h2>
      <textarea
        class="fld small"
        rows={2}
        minLength={3}
        maxLength={300}
        required
        dir="auto"
        aria-label={words.card.title(name)}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="s">{words.card.hint}</p>
      <button type="submit" class="btn q" aria-disabled={state === 'sending'}>
        {words.card.send}
      </button>
      {state === 'failed' && (
        <p class="s danger" role="alert">
          {words.promise.failed}
        </p>
      )}
    </form>
  )
}
