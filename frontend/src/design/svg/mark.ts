import { circle, type Picture, path } from './shape'

/** mark is the compass of the product, in the brand's colours. */
export const mark: Picture = {
  width: 34,
  height: 34,
  shapes: [
    circle(17, 17, 16, { fill: 'var(--accent)' }),
    path('M17 5l4.5 12L17 29l-4.5-12z', {
      fill: 'none',
      stroke: 'var(--on-accent)',
      'stroke-width': 1.8,
      'stroke-linejoin': 'round',
    }),
    path('M17 5l4.5 12h-9z', { fill: 'var(--on-accent)' }),
  ],
}
