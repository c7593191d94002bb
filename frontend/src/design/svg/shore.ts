import { birdShapes } from './birds'
import { group, type Picture, path, text } from './shape'

export interface ShoreBird {
  number: number
  x: number
  /** faces the other way */
  turned?: boolean
}

const size = 1.3

/** shore is the coast at low tide with one to three birds, 104 high; the needle may mark a place with a word. */
export function shore(width: number, birds: readonly ShoreBird[], here?: { x: number; word: string }): Picture {
  const shapes = [
    path(`M0 90c40-9 70 7 110 0s70-8 110 0s70 5 ${width - 220}-2V104H0z`, { fill: 'var(--accent-soft)' }),
    ...birds.map(({ number, x, turned }, index) => {
      const y = 39 - (index % 3)
      const transform = turned
        ? `translate(${x + 40 * size} ${y}) scale(${-size} ${size})`
        : `translate(${x} ${y}) scale(${size} ${size})`
      return group(transform, birdShapes(number))
    }),
    path(ripples(width), {
      stroke: 'var(--accent)',
      'stroke-opacity': 0.3,
      'stroke-width': 2,
      fill: 'none',
      'stroke-linecap': 'round',
    }),
  ]
  if (here) {
    shapes.push(path(`M${here.x - 7} 24h14l-7 9z`, { class: 'needle' }))
    shapes.push(text(here.x, 18, here.word, { 'text-anchor': 'middle', class: 'here' }))
  }
  return { width, height: 104, shapes }
}

function ripples(width: number): string {
  const starts = [10, 120, 236].filter((x) => x + 64 <= width)
  return starts.map((x, index) => `M${x} ${[98, 100, 97][index]}c20-5 34 4 54 0`).join('')
}
