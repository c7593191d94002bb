import type { ReactNode } from 'react'
import { Drawing } from './Drawing'
import './notes.css'
import { type ShoreBird, shorePicture } from './svg/shore'

interface Props {
  title: string
  children?: ReactNode
  action?: ReactNode
  birds?: readonly ShoreBird[]
}

const three: readonly ShoreBird[] = [
  { bird: 11, x: 60 },
  { bird: 4, x: 112 },
  { bird: 1, x: 262 },
]

/** EmptyState teaches: the shore with one to three birds, one sentence, one next step worth doing. */
export function EmptyState({ title, children, action, birds = three }: Props) {
  return (
    <div className="empty-state">
      <Drawing picture={shorePicture({ width: 380, birds })} width="100%" />
      <h2>{title}</h2>
      {children ? <p className="s soft">{children}</p> : null}
      {action}
    </div>
  )
}
