/** Two tones of one hue, one dark, one light mark. */
export interface Finish {
  readonly band: string
  readonly pad: string
  readonly dark: string
  readonly mark: string
}

export const finishes = {
  oak: { band: '#6d4a2f', pad: '#a9764d', dark: '#16211e', mark: '#f0e2c8' },
  ash: { band: '#8d8674', pad: '#c9bfa6', dark: '#16211e', mark: '#3b4c43' },
  graphite: { band: '#1e302b', pad: '#2f4a43', dark: '#16211e', mark: '#e9c46a' },
  samphire: { band: '#55702a', pad: '#8aa548', dark: '#1c2a1f', mark: '#f3dfa6' },
} as const satisfies Record<string, Finish>

const cup = (f: Finish): string =>
  `<rect x="58" y="108" width="19" height="56" rx="9" fill="${f.dark}"/>` +
  `<path d="M62 104c-22-2-34 12-34 32s12 34 34 32z" fill="${f.pad}"/>` +
  `<path d="M52 106.500c-16 2-24 14-24 29.500s8 28 24 31c-8-8-12-18-12-30.500s4-22 12-30z" fill="${f.band}"/>` +
  `<circle cx="48" cy="136" r="11" fill="none" stroke="${f.mark}" stroke-width="2.500"/>` +
  `<path d="M48 128l3 8l-3 8l-3-8z" fill="${f.mark}"/>` +
  `<path d="M41 106l-3-22" stroke="${f.mark}" stroke-width="5" stroke-linecap="round"/>`

/** A pair of open headphones in one finish. Decorative. */
export function headphones(finish: Finish, size = 200): string {
  return (
    `<svg width="${size}" height="${size}" viewBox="0 0 200 200" aria-hidden="true" focusable="false">` +
    `<path d="M37 92C37 46 64 24 100 24s63 22 63 68" fill="none" stroke="${finish.band}" stroke-width="11" stroke-linecap="round"/>` +
    `<path d="M60 48c12-10 25-14 40-14s28 4 40 14" fill="none" stroke="${finish.pad}" stroke-width="9" stroke-linecap="round"/>` +
    `${cup(finish)}<g transform="matrix(-1 0 0 1 200 0)">${cup(finish)}</g></svg>`
  )
}
