import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useAround } from '../context'
import type { DeviceLink } from '../model/types'

interface Made {
  link: DeviceLink
  Code: ComponentType<{ link: DeviceLink }>
}

/** The way to another device. Its code is drawn by a part that is fetched only here. */
export function DevicePanel() {
  const { session, words } = useAround()
  const [made, setMade] = useState<Made | 'failed'>()
  const [round, setRound] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is a new try
  useEffect(() => {
    let over = false
    Promise.all([session.deviceLink(), import('./Device')])
      .then(([link, { Device }]) => over || setMade({ link, Code: Device }))
      .catch(() => over || setMade('failed'))
    return () => {
      over = true
    }
  }, [session, round])

  const again = () => {
    setMade(undefined)
    setRound(round + 1)
  }

  return (
    <div class="bd" aria-busy={!made}>
      <p class="sr" role="status">
        {made ? '' : words.deviceMaking}
      </p>
      {!made && <span class="sk code" aria-hidden="true" />}
      {made === 'failed' && (
        <div class="note bad" role="alert">
          <span class="grow">{words.deviceFailed}</span>
          <button type="button" class="link" onClick={again}>
            {words.deviceAgain}
          </button>
        </div>
      )}
      {made && made !== 'failed' && <made.Code link={made.link} />}
      <button type="button" class="btn q" onClick={() => session.showDevice(false)}>
        {words.deviceBack}
      </button>
    </div>
  )
}
