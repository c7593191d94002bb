// What Noorder Audio sells. The names are those of the demo brand's products, so that the widget knows them.

export interface ShopProduct {
  file: string
  name: string
  picture: string
  kind: string
  line: string
  story: string
  price: string
  stock: string
  figures: readonly { value: string; unit: string; words: string }[]
  /** What it plays, drawn as a scale: hertz from and to. */
  plays: readonly [number, number]
  box: readonly string[]
}

export const products: readonly ShopProduct[] = [
  {
    file: 'index.html',
    name: 'Kwelder',
    picture: 'kwelder',
    kind: 'Open-back headphones',
    line: 'Open as the coast.',
    story:
      'Two cups of oiled wood, open at the back, so that the room stays in the music. Made for long evenings at home. The pads click out without a tool.',
    price: '€349',
    stock: 'Oak, or ash. In stock.',
    figures: [
      { value: '286', unit: 'g', words: 'light enough for an opera' },
      { value: '32', unit: 'Ω', words: 'a phone can play them, an amp should' },
      { value: '3', unit: 'clicks', words: 'and a pad sits as it must' },
    ],
    plays: [12, 36_000],
    box: ['Kwelder in oak or ash', 'Sheepskin pads', 'Linen cable, 1.8 m', 'A bag of felt'],
  },
  {
    file: 'wad-2.html',
    name: 'Wad 2',
    picture: 'wad',
    kind: 'Closed wireless headphones',
    line: 'Quiet as low tide.',
    story:
      'Closed, wireless and calm. Connected to two devices at once, and the call comes first. Every part that wears out can be changed at the kitchen table.',
    price: '€249',
    stock: 'Graphite. In stock.',
    figures: [
      { value: '36', unit: 'h', words: 'of music, and ten minutes give five more' },
      { value: '2', unit: 'devices', words: 'at once, the phone before the laptop' },
      { value: '8', unit: 'screws', words: 'to change the battery yourself' },
    ],
    plays: [18, 22_000],
    box: ['Wad 2 in graphite', 'Pads that click out', 'USB-C cable, 1 m', 'Cable for the seat in front of you'],
  },
  {
    file: 'plaat.html',
    name: 'Plaat',
    picture: 'plaat',
    kind: 'Earbuds',
    line: 'Small, and not afraid of rain.',
    story:
      'Earbuds in the blue of the sea in March. Quiet on a train, open in the dunes, and dry after a shower on the dyke.',
    price: '€139',
    stock: 'Sea blue. Ships in three days.',
    figures: [
      { value: '7', unit: 'h', words: 'in the ear, twenty more in the case' },
      { value: '4.6', unit: 'g', words: 'each, with three sizes of tips' },
      { value: '30', unit: 'min', words: 'of rain, tried by us on a bicycle' },
    ],
    plays: [20, 20_000],
    box: ['Plaat, a pair', 'Case with USB-C', 'Tips in three sizes'],
  },
  {
    file: 'terp.html',
    name: 'Terp',
    picture: 'terp',
    kind: 'Amplifier',
    line: 'A dry place for your records.',
    story:
      'An amplifier for headphones and a record player, with one knob and one needle. Phono, line and USB-C; it warms the shelf a little.',
    price: '€429',
    stock: 'Oak. In stock.',
    figures: [
      { value: '1.2', unit: 'W', words: 'for headphones of 16 to 300 ohm' },
      { value: '3', unit: 'inputs', words: 'phono, line and USB-C' },
      { value: '1', unit: 'knob', words: 'and nothing to update' },
    ],
    plays: [8, 60_000],
    box: ['Terp', 'Power supply', 'A screwdriver, because it opens'],
  },
]
