import { useRef, useState } from 'preact/hooks'
import { useAround } from '../context'
import type { MessageRow } from '../model/rows'
import { Icon } from './Icon'

const reasons = ['rude', 'wrong', 'private', 'unsafe'] as const

interface Props {
  row: MessageRow
  class: string
  children: preact.ComponentChildren
}

/** A message of the other side, and the way to flag it: a small button beside it, and everything else below it. */
export function TheirMessage({ row, class: kind, children }: Props) {
  const { session, words } = useAround()
  const [state, setState] = useState<'read' | 'asks' | 'done' | 'failed'>('read')
  const button = useRef<HTMLButtonElement>(null)
  if (!row.messageId) {
    return (
      <div class={kind} dir="auto">
        {children}
      </div>
    )
  }
  const flag = (reason: string) => {
    session.talk?.flag(row.messageId ?? '', reason).then(
      () => setState('done'),
      () => setState('failed'),
    )
  }
  const back = () => {
    setState('read')
    button.current?.focus()
  }
  return (
    <>
      <div class={state === 'asks' ? 'own their open' : 'own their'}>
        <div class={kind} dir="auto">
          {children}
        </div>
        <button
          type="button"
          ref={button}
          class="dots"
          aria-label={words.flag.this}
          aria-expanded={state === 'asks'}
          onClick={() => setState(state === 'asks' ? 'read' : 'asks')}
        >
          <Icon name="flag" />
        </button>
      </div>
      {state === 'asks' && (
        // biome-ignore lint/a11y/useSemanticElements: a question with buttons, no fields
        <div class="mbar start" role="group" aria-label={words.flag.ask}>
          <span>{words.flag.ask}</span>
          {reasons.map((reason) => (
            <button key={reason} type="button" class="link" onClick={() => flag(reason)}>
              {words.flag[reason]}
            </button>
          ))}
          <button type="button" class="link" onClick={back}>
            {words.flag.keep}
          </button>
        </div>
      )}
      {(state === 'done' || state === 'failed') && (
        <p class="meta" role="status">
          {state === 'done' ? words.flag.done : words.promise.failed}
        </p>
      )}
    </>
  )
}
