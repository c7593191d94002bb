import type { ComponentChildren } from 'preact'
import { useAround } from '../context'
import { Icon } from './Icon'

interface HeaderProps {
  face?: ComponentChildren
  title: string
  under: string
}

/** The head of every screen: who or what this is, one line about it, and the way out. */
export function Header({ face, title, under }: HeaderProps) {
  const { words, frame, session } = useAround()
  return (
    <header class="hd">
      {face ?? <Icon name="wave" big />}
      <div class="grow">
        <h1 class="t">{title}</h1>
        <div class="u">{under}</div>
      </div>
      {session.token && !session.link && (
        <button
          type="button"
          class="ib"
          aria-label={words.device}
          aria-pressed={session.device}
          title={words.device}
          onClick={() => session.showDevice(!session.device)}
        >
          <Icon name="device" />
        </button>
      )}
      {frame.framed && (
        <button type="button" class="ib" aria-label={words.close} onClick={() => frame.close()}>
          <Icon name="close" />
        </button>
      )}
    </header>
  )
}
