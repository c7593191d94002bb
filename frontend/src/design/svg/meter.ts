import { line, type Picture, type Shape } from './shape'

const width = 496
const height = 250
const centre = { x: width / 2, y: 232 }
const outer = 206

/** meter is the half circle with ticks: how far all have come. The figure stands beside it, as text. */
export function meter(part: number, ticks = 50): Picture {
  const reached = Math.max(0, Math.min(1, part))
  const shapes: Shape[] = Array.from({ length: ticks + 1 }, (_, index) => {
    const at = index / ticks
    const major = index % 10 === 0
    return spoke(at, outer, outer - (major ? 34 : 20), {
      stroke: at <= reached ? 'var(--accent)' : 'var(--ink-3)',
      'stroke-width': major ? 7 : 5,
      'stroke-linecap': 'round',
      opacity: at <= reached ? 1 : 0.42,
    })
  })
  shapes.push(spoke(reached, 166, 136, { stroke: 'var(--ember)', 'stroke-width': 7, 'stroke-linecap': 'round' }))
  return { width, height, shapes }
}

function spoke(at: number, from: number, to: number, attributes: Shape['at']): Shape {
  const turn = Math.PI * (1 + at)
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  return line(centre.x + from * cos, centre.y + from * sin, centre.x + to * cos, centre.y + to * sin, attributes)
}
