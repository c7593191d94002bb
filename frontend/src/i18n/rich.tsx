import { Fragment, type ReactNode } from 'react'

type Wrap = (inner: string) => ReactNode

/** Rich shows a catalogue sentence whose <b>parts</b> are wrapped: by default as figures. Other marks name their wrapper. */
export function Rich({ text, marks = {} }: { text: string; marks?: Record<string, Wrap> }) {
  const parts = text.split(/<(\w+)>(.*?)<\/\1>/gs)
  return parts.map((part, index) => {
    if (index % 3 === 1) return null
    if (index % 3 === 0) return part
    const name = parts[index - 1] ?? 'b'
    const wrap = marks[name] ?? figure
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence keep their order
    return <Fragment key={index}>{wrap(part)}</Fragment>
  })
}

function figure(inner: string) {
  return <b className="fig">{inner}</b>
}
