import { useEffect, useRef, useState } from 'preact/hooks'
import { shorePicture } from '../../design/svg/shore'
import { useAround } from '../context'
import { Later } from '../model/api'
import { Drawing } from './Drawing'
import { Icon } from './Icon'

const coast = shorePicture({
  birds: [
    { bird: 2, x: 64 },
    { bird: 2, x: 214 },
  ],
})

/** A link from another device was opened: nothing happens until the person says so, because somebody else may have sent it. */
export function Arrive({ link }: { link: string }) {
  const { session, words } = useAround()
  const [state, setState] = useState<'asking' | 'going' | 'gone' | 'later'>('asking')
  const yes = useRef<HTMLButtonElement>(null)
  useEffect(() => yes.current?.focus(), [])

  const go = async () => {
    setState('going')
    try {
      await session.arrive(link)
    } catch (error) {
      setState(error instanceof Later ? 'later' : 'gone')
    }
  }

  return (
    <div class="bd">
      <p>{words.arriveText}</p>
      {session.token && (
        <p class="note">
          <Icon name="flag" />
          <span>{words.arriveOwn}</span>
        </p>
      )}
      <p class="s m">{words.arriveSure}</p>
      {(state === 'gone' || state === 'later') && (
        <p class="note bad" role="alert">
          <Icon name="flag" />
          <span>{state === 'gone' ? words.arriveGone : words.arriveLater}</span>
        </p>
      )}
      <div class="shore push">
        <Drawing picture={coast} />
      </div>
      <div class="goon">
        {state !== 'gone' && (
          <button type="button" class="btn" ref={yes} aria-disabled={state === 'going'} onClick={() => void go()}>
            {words.arriveYes}
          </button>
        )}
        <button type="button" class="btn q" onClick={() => session.ignoreLink()}>
          {state === 'gone' ? words.deviceBack : words.arriveNo}
        </button>
      </div>
    </div>
  )
}
