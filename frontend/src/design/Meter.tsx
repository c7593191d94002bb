import type { ReactNode } from 'react'
import { Drawing } from './Drawing'
import './scales.css'
import { meter } from './svg/meter'

/** Meter is a half circle with ticks and the figure inside it. */
export function Meter({ part, figure, children }: { part: number; figure: string; children?: ReactNode }) {
  return (
    <div className="meter">
      <Drawing picture={meter(part)} width="100%" />
      <div>
        <b className="fig">{figure}</b>
        <span>{children}</span>
      </div>
    </div>
  )
}
