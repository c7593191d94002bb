import { escapeText } from './escape'

interface TunerLabel {
  /** Position on the scale, 0 to 1. */
  readonly at: number
  readonly text: string
}

interface TunerOptions {
  readonly width?: number
  /** Steps of the scale; every fourth tick is long. */
  readonly ticks?: number
  readonly long?: number
  /** The honest range or the allowed goal, 0 to 1. */
  readonly band?: readonly [number, number]
  /** Now, 0 to 1. */
  readonly needle?: number
  readonly labels?: readonly TunerLabel[]
  readonly label?: string
}

/** A line with ticks, a band for the range and a needle for now. */
export function tuner({ width = 328, ticks = 32, long = 4, band, needle, labels = [], label }: TunerOptions): string {
  const inset = 10
  const x = (at: number): string => (inset + Math.max(0, Math.min(1, at)) * (width - 2 * inset)).toFixed(1)
  const lines = Array.from({ length: ticks + 1 }, (_, i) => {
    const major = i % long === 0
    const stroke = major ? 'var(--ink-2)' : 'var(--line-strong)'
    return `<line x1="${x(i / ticks)}" x2="${x(i / ticks)}" y1="${major ? 8 : 13}" y2="22" stroke="${stroke}" stroke-width="1.5" stroke-linecap="round"/>`
  }).join('')
  const range = band
    ? `<rect x="${x(band[0])}" y="6" width="${(Number(x(band[1])) - Number(x(band[0]))).toFixed(1)}" height="16" rx="4" fill="var(--accent-soft)"/>`
    : ''
  const now =
    needle === undefined
      ? ''
      : `<g transform="translate(${x(needle)} 0)"><path d="M-6 0h12l-6 8z" fill="var(--ember)"/><path d="M0 4v20" stroke="var(--ember)" stroke-width="2.200" stroke-linecap="round"/></g>`
  const words = labels
    .map(({ at, text }) => {
      const anchor = at <= 0.02 ? 'start' : at >= 0.98 ? 'end' : 'middle'
      const shift = anchor === 'start' ? -6 : anchor === 'end' ? 6 : 0
      return `<text x="${(Number(x(at)) + shift).toFixed(1)}" y="38" text-anchor="${anchor}" font-size="12" font-weight="600" fill="var(--ink-3)">${escapeText(text)}</text>`
    })
    .join('')
  const role = label ? `role="img" aria-label="${escapeText(label)}"` : 'aria-hidden="true" focusable="false"'
  return `<svg width="100%" viewBox="0 0 ${width} 44" ${role}>${range}${lines}${now}${words}</svg>`
}
