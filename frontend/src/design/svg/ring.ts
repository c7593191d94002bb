import { escapeText } from './escape'

interface RingOptions {
  readonly size?: number
  readonly ticks?: number
  /** How many ticks are left; they go clockwise. */
  readonly left: number
  readonly colour?: string
  /** The figure in the middle, and the words for screen readers. */
  readonly figure?: string
  readonly label?: string
}

/** A ring of ticks: time that is left. Accent above a quarter, ember below, unless a colour is given. */
export function tickRing({ size = 66, ticks = 20, left, colour, figure = '', label = '' }: RingOptions): string {
  const c = size / 2
  const gone = Math.max(0, Math.min(ticks, Math.round(ticks - left)))
  const live = colour ?? (ticks - gone > ticks / 4 ? 'var(--accent)' : 'var(--ember)')
  const round = (n: number): string => n.toFixed(1)
  const lines = Array.from({ length: ticks }, (_, i) => {
    const a = (i / ticks) * 2 * Math.PI - Math.PI / 2
    const at = (r: number): [string, string] => [round(c + r * Math.cos(a)), round(c + r * Math.sin(a))]
    const [x1, y1] = at(c - 2)
    const [x2, y2] = at((c - 2) * 0.765)
    const stroke = i < gone ? 'var(--line)' : live
    return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${stroke}" stroke-width="${round(size / 22)}" stroke-linecap="round"/>`
  }).join('')
  const text = figure
    ? `<text x="50%" y="50%" dy=".36em" text-anchor="middle" font-family="var(--font-figure)" font-weight="700" font-size="${round(size / 3.9)}" fill="var(--ink)">${escapeText(figure)}</text>`
    : ''
  const role = label ? `role="img" aria-label="${escapeText(label)}"` : 'aria-hidden="true" focusable="false"'
  return `<svg width="${size}" height="${size}" viewBox="0 0 ${size} ${size}" ${role}>${lines}${text}</svg>`
}
