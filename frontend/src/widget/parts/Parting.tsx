import { useAround } from '../context'
import type { Talk } from '../model/talk'
import { Icon } from './Icon'

/** What the expert left at the close: good to know, and what to do next. Nothing when nothing was left. */
export function Parting({ talk }: { talk: Talk }) {
  const { words } = useAround()
  const { tip, nextStep } = talk.conversation?.closure ?? {}
  if (!tip && !nextStep) return null
  return (
    <dl class="parting">
      {tip && (
        <div>
          <dt>
            <Icon name="bulb" />
            {words.tip}
          </dt>
          <dd dir="auto">{tip}</dd>
        </div>
      )}
      {nextStep && (
        <div>
          <dt>
            <Icon name="forward" />
            {words.nextStep}
          </dt>
          <dd dir="auto">{nextStep}</dd>
        </div>
      )}
    </dl>
  )
}
