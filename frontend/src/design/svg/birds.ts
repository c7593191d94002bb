import { markup } from './markup'
import { circle, type Picture, path, rect, type Shape } from './shape'

type Beak = 'up' | 'curved' | 'straight' | 'spoon' | 'short' | 'stub'

interface Plumage {
  name: string
  ground: string
  legs: string
  body: string
  wing: string
  beak: Beak
  beakColour: string
  eye: string
  cap?: string
  crest?: string
}

const dark = '#1d2421'

/** plumages are the thirteen alias birds, waders of one body; their order is the number an expert carries. */
export const plumages: readonly Plumage[] = [
  plumage('Avocet', '#bfe0dc', '#6d8fa3', '#fbfbf6', dark, 'up', dark, '#fff', { cap: dark }),
  plumage('Curlew', '#d9e2b8', '#7c8a86', '#9a7748', '#6f5431', 'curved', '#3f3325', dark),
  plumage('Godwit', '#cfe3cc', '#3c4444', '#b8602f', '#7a4a30', 'straight', '#e0935a', dark),
  plumage('Spoonbill', '#c9dcef', '#23282a', '#fdfcf4', '#ece7d2', 'spoon', '#23282a', dark),
  plumage('Redshank', '#f3d6cf', '#e2552a', '#8b7d6c', '#655a4e', 'straight', '#d3452b', dark),
  plumage('Lapwing', '#e9dfb4', '#a35a4a', '#fbfbf6', '#1f5a4a', 'short', dark, '#fff', {
    cap: dark,
    crest: '#1f5a4a',
  }),
  plumage('Turnstone', '#cdd8e6', '#e27a2a', '#f4efe4', '#b4572c', 'stub', dark, dark),
  plumage('Oystercatcher', '#f6d9c4', '#d98a7a', '#20262a', '#fbfbf6', 'straight', '#e2552a', '#d3452b'),
  plumage('Plover', '#d3e6df', '#e88b1f', '#f7f3e6', '#9c8560', 'stub', '#e88b1f', dark),
  plumage('Sanderling', '#f2dfb0', dark, '#fbfbf8', '#a9b1b1', 'stub', dark, dark),
  plumage('Dunlin', '#e3d9ea', dark, '#eee9dc', '#8a6a44', 'curved', dark, dark),
  plumage('Knot', '#dfe6d8', '#4a5148', '#c06a3e', '#7b6a5c', 'stub', dark, dark),
  plumage('Snipe', '#d8e4c4', '#7f8a4f', '#c79f63', '#6a4f2f', 'straight', '#8a6a44', dark, { cap: '#4a3826' }),
]

/** bird draws an alias bird on its soft square. An unknown number wraps around. */
export function bird(number: number): Picture {
  const set = plumageOf(number)
  return { width: 40, height: 40, shapes: [rect(0, 0, 40, 40, { fill: set.ground }), ...birdShapes(number)] }
}

/** birdTile is the alias bird as a string, for pages without React. Decorative. */
export function birdTile(number: number, size: number): string {
  return markup(bird(number), { width: size, height: size })
}

/** birdShapes is the bird alone, to stand on a shore or a sticker. */
export function birdShapes(number: number): Shape[] {
  const set = plumageOf(number)
  const shapes = [
    path('M16 30v10M20 30v10', { stroke: set.legs, 'stroke-width': 1.6 }),
    path('M5 26.5C8 18.5 17 18 21.5 19.5L22 14.5a4.6 4.6 0 0 1 8.2 1.2C31 22 27.5 32 17 32C11 32 7 30 5 26.5z', {
      fill: set.body,
    }),
    path('M3 26c6-6 14-6 20.5-3.2C21 28 15 30 9.5 28.5z', { fill: set.wing }),
  ]
  if (set.cap) shapes.push(path('M21.5 14a5 5 0 0 1 9-1.5c-3 .7-6 .6-9 1.5', { fill: set.cap }))
  shapes.push(...beaks[set.beak](set.beakColour))
  if (set.crest) shapes.push(path('M22.5 13c-3-1-4-3-7-4', { stroke: set.crest, 'stroke-width': 1.8, ...outline }))
  shapes.push(circle(27, 14.8, 1, { fill: set.eye }))
  return shapes
}

const outline = { fill: 'none', 'stroke-linecap': 'round' } as const

const beaks: Record<Beak, (colour: string) => Shape[]> = {
  up: (colour) => [path('M29.5 16c3 1 5.5 1 8-1.8', { stroke: colour, 'stroke-width': 1.7, ...outline })],
  curved: (colour) => [path('M29.5 15.5c4 0 7 2 8 6', { stroke: colour, 'stroke-width': 1.7, ...outline })],
  straight: (colour) => [path('M29 14.6l9.5 2.2l-9.5 1.4z', { fill: colour })],
  spoon: (colour) => [
    path('M29 15.5h5.5', { stroke: colour, 'stroke-width': 2, 'stroke-linecap': 'round' }),
    { tag: 'ellipse', at: { cx: 35.5, cy: 16, rx: 2.6, ry: 1.9, fill: colour } },
  ],
  short: (colour) => [path('M29 14.5l5.5 1.8l-5.5 1.5z', { fill: colour })],
  stub: (colour) => [path('M29 14.5l5 1.8l-5 1.5z', { fill: colour })],
}

function plumageOf(number: number): Plumage {
  const index = ((Math.trunc(number) % plumages.length) + plumages.length) % plumages.length
  return plumages[index] as Plumage
}

function plumage(
  name: string,
  ground: string,
  legs: string,
  body: string,
  wing: string,
  beak: Beak,
  beakColour: string,
  eye: string,
  more: Pick<Plumage, 'cap' | 'crest'> = {},
): Plumage {
  return { name, ground, legs, body, wing, beak, beakColour, eye, ...more }
}
