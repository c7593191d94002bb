import { useRef } from 'preact/hooks'
import { useAround } from '../context'
import { Icon } from './Icon'

/** Says in place that the network or the server is away, that nothing is lost and what happens now. */
export function Banner({ offline, holds }: { offline: boolean; holds: boolean }) {
  const { session, store, words } = useAround()
  const wasAway = useRef(false)
  if (offline || !session.reachable) wasAway.current = true
  else if (session.line === 'up' || !session.talk) wasAway.current = false
  if (!offline && session.reachable && !session.limited) {
    return wasAway.current ? (
      <p class="note" role="status">
        <Icon name="clock" />
        <span>{words.catchingUp}</span>
      </p>
    ) : null
  }
  const kept = store.durable ? words.offlineText : words.notDurable
  if (session.limited && session.reachable && !offline) {
    return (
      <p class="note" role="status">
        <Icon name="clock" />
        <span>{words.limited}</span>
      </p>
    )
  }
  return (
    <div class="note" role="status">
      <Icon name="offline" />
      <span class="grow">
        <b>{offline ? words.offline : words.unreachable}</b> {offline || !holds ? kept : words.unreachableText}
      </span>
      {!offline && (
        <button type="button" class="link" onClick={() => void session.heal()}>
          {words.tryNow}
        </button>
      )}
    </div>
  )
}
