import { circle, group, type Picture, path, rect } from './shape'

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
  sea: { band: '#24404f', pad: '#35566b', dark: '#14202a', mark: '#e9c46a' },
} as const satisfies Record<string, Finish>

/** headphonesPicture is a pair of headphones in one finish. */
export function headphonesPicture(finish: Finish): Picture {
  const round = { fill: 'none', 'stroke-linecap': 'round' } as const
  return {
    width: 200,
    height: 200,
    shapes: [
      path('M37 92C37 46 64 24 100 24s63 22 63 68', { ...round, stroke: finish.band, 'stroke-width': 11 }),
      path('M60 48c12-10 25-14 40-14s28 4 40 14', { ...round, stroke: finish.pad, 'stroke-width': 9 }),
      ...cup(finish),
      group('matrix(-1 0 0 1 200 0)', cup(finish)),
    ],
  }
}

function cup({ band, pad, dark, mark }: Finish) {
  return [
    rect(58, 108, 19, 56, { rx: 9, fill: dark }),
    path('M62 104c-22-2-34 12-34 32s12 34 34 32z', { fill: pad }),
    path('M52 106.5c-16 2-24 14-24 29.5s8 28 24 31c-8-8-12-18-12-30.5s4-22 12-30z', { fill: band }),
    circle(48, 136, 11, { fill: 'none', stroke: mark, 'stroke-width': 2.5 }),
    path('M48 128l3 8l-3 8l-3-8z', { fill: mark }),
    path('M41 106l-3-22', { stroke: mark, 'stroke-width': 5, 'stroke-linecap': 'round' }),
  ]
}
