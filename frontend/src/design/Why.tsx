import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import './why.css'
import { Pop } from './Pop'

export interface WhyRow {
  label: ReactNode
  figure: string
}

interface Props {
  /** the words with the dotted line: "why?" */
  children: ReactNode
  title: string
  rows: readonly WhyRow[]
  total?: WhyRow
  /** rule set, source, "I see this differently" */
  links?: ReactNode
  note?: ReactNode
}

const hoverDelay = 300

/** Why is the arithmetic behind a number: by click, Enter, or 300 ms of hover. Escape closes it and returns the focus. */
export function Why({ children, title, rows, total, links, note }: Props) {
  const [open, setOpen] = useState(false)
  const [held, setHeld] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const id = useId()
  useEffect(() => () => clearTimeout(timer.current), [])

  const later = (next: boolean) => {
    clearTimeout(timer.current)
    if (!held) timer.current = setTimeout(() => setOpen(next), hoverDelay)
  }
  const change = (next: boolean) => {
    clearTimeout(timer.current)
    setOpen(next)
    setHeld(next)
  }
  return (
    <Pop
      opened={open}
      onChange={change}
      position="bottom"
      width={300}
      trapFocus={held}
      card={{
        className: 'why-card',
        'aria-labelledby': id,
        onPointerEnter: () => clearTimeout(timer.current),
        onPointerLeave: () => later(false),
      }}
      target={
        <button
          type="button"
          className="why"
          aria-expanded={open}
          onClick={() => change(!held)}
          onPointerEnter={(event) => event.pointerType === 'mouse' && later(true)}
          onPointerLeave={(event) => event.pointerType === 'mouse' && later(false)}
        >
          {children}
        </button>
      }
    >
      <b id={id}>{title}</b>
      <Sum rows={rows} total={total} />
      {note ? <p className="s quiet">{note}</p> : null}
      {links ? <div className="row s">{links}</div> : null}
    </Pop>
  )
}

function Sum({ rows, total }: Pick<Props, 'rows' | 'total'>) {
  return (
    <dl>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one sum keep their order
        <div key={index}>
          <dt>{row.label}</dt>
          <dd className="fig">{row.figure}</dd>
        </div>
      ))}
      {total ? (
        <div className="total">
          <dt>{total.label}</dt>
          <dd className="fig">{total.figure}</dd>
        </div>
      ) : null}
    </dl>
  )
}
