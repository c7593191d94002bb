import { markup } from './markup'
import { group, line, type Picture, path, rect, type Shape, text } from './shape'

interface TunerLabel {
  /** Position on the scale, 0 to 1. */
  readonly at: number
  readonly text: string
}

export interface TunerOptions {
  readonly width?: number
  /** Steps of the scale; every long-th tick is long. */
  readonly ticks?: number
  readonly long?: number
  /** The honest range or the allowed goal, 0 to 1. */
  readonly band?: readonly [number, number]
  /** Now, 0 to 1. */
  readonly needle?: number
  readonly labels?: readonly TunerLabel[]
  /** The size of the words; 12 unless given. */
  readonly wordSize?: number
}

const inset = 10

/** scale is a line with ticks, a band for the range and a needle for now. */
export function scale(options: TunerOptions): Picture {
  const { width = 328, ticks = 32, long = 4, band, needle, labels = [], wordSize = 12 } = options
  const x = (at: number) => Math.round((inset + clamp(at) * (width - 2 * inset)) * 10) / 10
  const shapes: Shape[] = []
  if (band) {
    const [from, to] = [x(band[0]), x(band[1])]
    shapes.push(rect(from, 6, Math.max(0, to - from), 16, { rx: 4, fill: 'var(--accent-soft)' }))
  }
  for (let index = 0; index <= ticks; index++) shapes.push(tick(x(index / ticks), index % long === 0))
  if (needle !== undefined) shapes.push(needleAt(x(needle)))
  for (const label of labels) shapes.push(word(x(label.at), label, wordSize))
  return { width, height: Math.max(44, 26 + wordSize * 1.3), shapes }
}

/** A tuner as a string, with its words for screen readers. */
export function tuner({ label, ...options }: TunerOptions & { readonly label?: string }): string {
  return markup(scale(options), { width: '100%', label })
}

function tick(x: number, major: boolean): Shape {
  const stroke = major ? 'var(--ink-2)' : 'var(--line-strong)'
  return line(x, major ? 8 : 13, x, 22, { stroke, 'stroke-width': 1.5, 'stroke-linecap': 'round' })
}

function needleAt(x: number): Shape {
  return group(`translate(${x} 0)`, [
    path('M-6 0h12l-6 8z', { fill: 'var(--ember)' }),
    path('M0 4v21', { stroke: 'var(--ember)', 'stroke-width': 2.5, 'stroke-linecap': 'round' }),
  ])
}

function word(x: number, { at, text: words }: TunerLabel, size: number): Shape {
  const anchor = at <= 0.02 ? 'start' : at >= 0.98 ? 'end' : 'middle'
  const shift = { start: -6, middle: 0, end: 6 }[anchor]
  return text(x + shift, 26 + size, words, {
    'text-anchor': anchor,
    'font-size': size,
    'font-weight': 600,
    fill: 'var(--ink-3)',
  })
}

function clamp(at: number) {
  return Math.max(0, Math.min(1, at))
}
