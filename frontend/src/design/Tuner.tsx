import { Drawing } from './Drawing'
import './scales.css'
import { scale, type TunerOptions } from './svg/tuner'

/** Tuner is a line with ticks: the band is the range or goal, the needle is now. */
export function Tuner({ label, ...options }: TunerOptions & { label?: string }) {
  return <Drawing picture={scale(options)} width="100%" className="tuner" label={label} />
}
