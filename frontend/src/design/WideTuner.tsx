import { useElementSize } from '@mantine/hooks'
import type { TunerOptions } from './svg/tuner'
import { Tuner } from './Tuner'

/** Below this distance ticks are too close to be told apart. */
const closest = 5

/** WideTuner is a tuner as wide as its place, whose words keep their size: on a phone it drops the short ticks. */
export function WideTuner({ label, ...options }: TunerOptions & { label?: string }) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const room = Math.round(width) || options.width || 328
  const { ticks = 32, long = 4 } = options
  const crowded = room / ticks < closest
  return (
    <div ref={ref}>
      <Tuner
        {...options}
        width={room}
        ticks={crowded ? Math.round(ticks / long) : ticks}
        long={crowded ? 1 : long}
        label={label}
      />
    </div>
  )
}
