import type { ReactNode } from 'react'
import './notes.css'
import { Icon } from './Icon'

interface Props {
  title: string
  children?: ReactNode
  action?: { label: string; run: () => void }
  more?: ReactNode
}

/** ErrorNote says in place what happened, that nothing was lost, and offers one action. */
export function ErrorNote({ title, children, action, more }: Props) {
  return (
    <div className="error-note" role="alert">
      <b className="row">
        <Icon name="offline" />
        {title}
      </b>
      {children ? <p className="s">{children}</p> : null}
      {action || more ? (
        <div className="row">
          {action ? (
            <button type="button" className="btn small" onClick={action.run}>
              {action.label}
            </button>
          ) : null}
          {more}
        </div>
      ) : null}
    </div>
  )
}
