import type { ReactNode } from 'react'
import './notes.css'
import { Icon } from './Icon'
import type { IconName } from './svg/icons'

interface Props {
  title: string
  children?: ReactNode
  action?: { label: string; run: () => void }
  more?: ReactNode
  icon?: IconName
}

/** ErrorNote says in place what happened, that nothing was lost, and offers one action. */
export function ErrorNote({ title, children, action, more, icon = 'offline' }: Props) {
  return (
    <div className="error-note" role="alert">
      <b className="row">
        <Icon name={icon} />
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
