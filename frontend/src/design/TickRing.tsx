import { Drawing } from './Drawing'
import './scales.css'
import { type RingOptions, ring } from './svg/ring'

/** TickRing is time that is left, in ticks that fade one by one. The label says it for screen readers. */
export function TickRing({ label, ...options }: RingOptions & { label?: string }) {
  const picture = ring(options)
  return <Drawing picture={picture} width={picture.width} height={picture.height} className="ring" label={label} />
}
