import { birdShapes } from './birds'
import { finishes, headphonesPicture } from './headphones'
import { circle, group, type Picture, path, rect, type Shape } from './shape'

// Pictures of products and rewards: flat, two tones of one hue, one dark, one light mark. The name is what the brand
// stores with a product or a reward; an unknown name shows the parcel.

const cap: Picture = {
  width: 124,
  height: 96,
  shapes: [
    path('M24 62C22 30 40 14 62 14s38 16 38 48z', { fill: '#1f5a4a' }),
    path('M62 14c-10 10-13 28-13 48M62 14c10 10 13 28 13 48', { stroke: '#17463a', 'stroke-width': 2, fill: 'none' }),
    path('M20 60c20-8 66-8 84 0c10 4 14 12 14 18c-24-10-78-10-98-4c-6 0-6-12 0-14z', { fill: '#e2a62f' }),
    circle(62, 13, 4, { fill: '#17463a' }),
    path('M62 30l5 12l-5 12l-5-12z', { fill: '#f3efe0' }),
  ],
}

const sticker: Picture = {
  width: 104,
  height: 104,
  shapes: [
    group('rotate(-8 52 52)', [
      rect(10, 20, 84, 64, { rx: 14, fill: '#fff' }),
      rect(15, 25, 74, 54, { rx: 10, fill: '#f3c94f' }),
      group('translate(30 34) scale(1.1 1.1)', birdShapes(0)),
    ]),
  ],
}

const island: Picture = {
  width: 120,
  height: 104,
  shapes: [
    circle(84, 30, 17, { fill: '#f0b429' }),
    path('M0 78c20-6 40 6 60 0s40-6 60 0v26H0z', { fill: '#8fbfae' }),
    path('M0 90c20-6 40 6 60 0s40-6 60 0v14H0z', { fill: '#5e9a86' }),
    group('translate(14 36) scale(1.15 1.15)', birdShapes(3)),
    group('translate(64 52) scale(0.8 0.8)', birdShapes(11)),
  ],
}

const earbuds: Picture = {
  width: 104,
  height: 104,
  shapes: [
    rect(18, 56, 68, 38, { rx: 19, fill: '#dfe5dc' }),
    path('M18 72h68', { stroke: '#b9c4ba', 'stroke-width': 2 }),
    ...bud(36),
    ...bud(68),
  ],
}

const amplifier: Picture = {
  width: 120,
  height: 104,
  shapes: [
    rect(8, 30, 104, 52, { rx: 9, fill: '#a9764d' }),
    rect(14, 36, 92, 40, { rx: 5, fill: '#efe6d2' }),
    rect(20, 82, 14, 7, { rx: 3, fill: '#3f2c1c' }),
    rect(86, 82, 14, 7, { rx: 3, fill: '#3f2c1c' }),
    circle(84, 56, 13, { fill: '#1f5a4a' }),
    path('M84 56l6-8', { stroke: '#f3efe0', 'stroke-width': 2.5, 'stroke-linecap': 'round' }),
    path('M22 64a20 20 0 0 1 38 0', { fill: 'none', stroke: '#6d4a2f', 'stroke-width': 2 }),
    path('M41 66l9-16', { stroke: '#e75b12', 'stroke-width': 2.5, 'stroke-linecap': 'round' }),
    circle(41, 67, 3, { fill: '#6d4a2f' }),
  ],
}

const turntable: Picture = {
  width: 120,
  height: 104,
  shapes: [
    rect(8, 22, 104, 66, { rx: 9, fill: '#35566b' }),
    rect(8, 80, 104, 10, { rx: 4, fill: '#24404f' }),
    circle(52, 52, 27, { fill: '#16211e' }),
    circle(52, 52, 9, { fill: '#e9c46a' }),
    circle(52, 52, 2, { fill: '#16211e' }),
    path('M98 32v24l-20 12', { fill: 'none', stroke: '#dfe5dc', 'stroke-width': 3, 'stroke-linejoin': 'round' }),
    circle(98, 32, 5, { fill: '#dfe5dc' }),
  ],
}

const cable: Picture = {
  width: 104,
  height: 104,
  shapes: [
    path('M24 80c-14-30 22-50 34-30s-22 34-4 38s38-24 28-54', {
      fill: 'none',
      stroke: '#1f5a4a',
      'stroke-width': 6,
      'stroke-linecap': 'round',
    }),
    rect(74, 12, 14, 24, { rx: 4, fill: '#e2a62f' }),
    rect(78, 4, 6, 10, { rx: 2, fill: '#8d8674' }),
  ],
}

const parcel: Picture = {
  width: 104,
  height: 104,
  shapes: [
    path('M14 36l38-18l38 18v38l-38 18l-38-18z', { fill: '#c79f63' }),
    path('M14 36l38 18v38l-38-18z', { fill: '#a9764d' }),
    path('M33 27l38 18v12l-8-4v-4l-38-18z', { fill: '#f0e2c8' }),
  ],
}

const pictures: Readonly<Record<string, Picture>> = {
  kwelder: headphonesPicture(finishes.oak),
  wad: headphonesPicture(finishes.graphite),
  zeekraal: headphonesPicture(finishes.samphire),
  ash: headphonesPicture(finishes.ash),
  sea: headphonesPicture(finishes.sea),
  plaat: earbuds,
  terp: amplifier,
  turntable,
  cable,
  cap,
  sticker,
  island,
  parcel,
}

/** pictureNames are the pictures that a product or a reward may carry. */
export const pictureNames: readonly string[] = Object.keys(pictures)

/** productPicture draws a picture by its name; an unknown name is a parcel. */
export function productPicture(name: string | undefined): Picture {
  return pictures[name ?? ''] ?? parcel
}

function bud(x: number): Shape[] {
  return [
    circle(x, 32, 15, { fill: '#35566b' }),
    rect(x - 5, 36, 10, 32, { rx: 5, fill: '#24404f' }),
    circle(x, 32, 5, { fill: '#e9c46a' }),
  ]
}
