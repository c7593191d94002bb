import { line, type Picture, type Shape } from './shape'

export interface RingOptions {
  readonly size?: number
  readonly ticks?: number
  /** How many ticks are left; they go clockwise. */
  readonly left: number
  readonly colour?: string
  /** How thick a tick is; a 22nd of the size unless given. */
  readonly thick?: number
  /** The figure in the middle, its size, and a word under it. */
  readonly figure?: string
  readonly figureSize?: number
  readonly word?: string
}

/** ring is time that is left: accent above a quarter, ember below, unless a colour is given. */
export function ring(options: RingOptions): Picture {
  const { size = 66, ticks = 20, left, figure, figureSize, word } = options
  const thick = options.thick ?? size / 22
  const gone = Math.max(0, Math.min(ticks, Math.round(ticks - left)))
  const live = options.colour ?? (ticks - gone > ticks / 4 ? 'var(--accent)' : 'var(--ember)')
  const shapes: Shape[] = Array.from({ length: ticks }, (_, index) => {
    const turn = (index / ticks) * 2 * Math.PI - Math.PI / 2
    const stroke = index < gone ? 'var(--line)' : live
    return spoke(size / 2, turn, { stroke, 'stroke-width': thick, 'stroke-linecap': 'round' })
  })
  if (figure) shapes.push(inside(figure, word ? '.2em' : '.36em', 'var(--font-figure)', figureSize ?? size / 3.9))
  if (word) shapes.push({ ...inside(word, '2em', 'var(--font-text)', 11), at: wordAt })
  return { width: size, height: size, shapes }
}

const wordAt = {
  x: '50%',
  y: '50%',
  dy: '2em',
  'text-anchor': 'middle',
  'font-family': 'var(--font-text)',
  'font-weight': 600,
  'font-size': 11,
  fill: 'var(--ink-3)',
}

function spoke(centre: number, turn: number, at: Shape['at']): Shape {
  const outer = centre - 2
  const inner = outer * 0.765
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  return line(centre + outer * cos, centre + outer * sin, centre + inner * cos, centre + inner * sin, at)
}

function inside(words: string, dy: string, family: string, size: number): Shape {
  const at = {
    x: '50%',
    y: '50%',
    dy,
    'text-anchor': 'middle',
    'font-family': family,
    'font-weight': 700,
    'font-size': Math.round(size * 10) / 10,
    fill: 'var(--ink)',
  }
  return { tag: 'text', at, text: words }
}
