import { birdShapes } from './birds'
import { group, type Picture, path, type Shape, text } from './shape'

export interface ShoreBird {
  readonly x: number
  /** the number of the alias bird */
  readonly bird: number
  /** faces the other way */
  readonly turned?: boolean
}

export interface ShoreOptions {
  readonly width?: number
  readonly birds: readonly ShoreBird[]
  /** a place marked by the needle, with a word */
  readonly needle?: { readonly x: number; readonly label: string }
}

/** shoreBirds are the birds that may stand on a shore: never the white ones. */
export const shoreBirds: readonly number[] = [11, 4, 1, 2]

const size = 1.3

/** shorePicture is the coast at low tide with one to three birds; the needle may mark a place. */
export function shorePicture({ width = 360, birds, needle }: ShoreOptions): Picture {
  const shapes = [
    path(`M0 90c40-9 70 7 110 0s70-8 110 0s70 5 ${width - 220}-2V104H0z`, { fill: 'var(--accent-soft)' }),
    ...birds.map(standing),
    path(ripples(width), {
      stroke: 'var(--accent)',
      'stroke-opacity': 0.3,
      'stroke-width': 2,
      fill: 'none',
      'stroke-linecap': 'round',
    }),
  ]
  if (needle) shapes.push(...marked(needle.x, needle.label))
  return { width, height: 104, shapes }
}

function standing({ bird, x, turned }: ShoreBird, index: number): Shape {
  const y = 39 - (index % 3)
  const transform = turned
    ? `translate(${x + 40 * size} ${y}) scale(${-size} ${size})`
    : `translate(${x} ${y}) scale(${size} ${size})`
  return group(transform, birdShapes(bird))
}

function marked(x: number, label: string): Shape[] {
  return [
    path(`M${x - 7} 24h14l-7 9z`, { fill: 'var(--ember)' }),
    text(x, 18, label, { 'text-anchor': 'middle', 'font-weight': 700, 'font-size': 13, fill: 'var(--ink)' }),
  ]
}

function ripples(width: number): string {
  const starts = [10, 120, 236].filter((x) => x + 64 <= width)
  return starts.map((x, index) => `M${x} ${[98, 100, 97][index]}c20-5 34 4 54 0`).join('')
}
