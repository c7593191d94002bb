// A QR code of a text (ISO/IEC 18004): bytes, error correction M, versions 1 to 10. The mask is always the checkerboard: what
// we draw ends with a random token, so no other one has to be looked for.

const correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26] as const
const blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5] as const

type Bits = number[]

const put = (bits: Bits, value: number, length: number): void => {
  for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1)
}

const alignments = (version: number): number => (version > 1 ? Math.floor(version / 7) + 2 : 0)

/** How many codewords a version holds, data and correction together. */
function capacity(version: number): number {
  const n = alignments(version)
  let modules = (16 * version + 128) * version + 64
  if (n) modules -= (25 * n - 10) * n - 55
  if (version >= 7) modules -= 36
  return Math.floor(modules / 8)
}

const of = (list: readonly number[], version: number): number => list[version - 1] ?? 0
const room = (version: number): number => capacity(version) - of(correction, version) * of(blocks, version)
const counter = (version: number): number => (version < 10 ? 8 : 16)

/** Multiplies in GF(2^8) with the code's polynomial. */
function times(x: number, y: number): number {
  let z = 0
  for (let i = 7; i >= 0; i--) z = (z << 1) ^ ((z >>> 7) * 0x11d) ^ (((y >>> i) & 1) * x)
  return z
}

function divisor(degree: number): number[] {
  const result = new Array<number>(degree).fill(0)
  result[degree - 1] = 1
  let root = 1
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) result[j] = times(result[j] ?? 0, root) ^ (result[j + 1] ?? 0)
    root = times(root, 2)
  }
  return result
}

function remainder(data: readonly number[], by: readonly number[]): number[] {
  const result = by.map(() => 0)
  for (const b of data) {
    const factor = b ^ (result.shift() ?? 0)
    result.push(0)
    by.forEach((coefficient, i) => {
      result[i] = (result[i] ?? 0) ^ times(coefficient, factor)
    })
  }
  return result
}

/** The text's codewords, padded to what the version holds. */
function codewords(bytes: Uint8Array, version: number): number[] {
  const bits: Bits = []
  put(bits, 4, 4)
  put(bits, bytes.length, counter(version))
  for (const b of bytes) put(bits, b, 8)
  put(bits, 0, Math.min(4, room(version) * 8 - bits.length))
  put(bits, 0, (8 - (bits.length % 8)) % 8)
  const words: number[] = []
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((word, bit) => word * 2 + bit, 0))
  for (let pad = 0xec; words.length < room(version); pad ^= 0xec ^ 0x11) words.push(pad)
  return words
}

/** Splits the codewords into blocks, adds the correction to each and takes them in turn. */
function interleaved(words: readonly number[], version: number): number[] {
  const [count, extra] = [of(blocks, version), of(correction, version)]
  const short = Math.floor(words.length / count)
  const longer = words.length % count
  const by = divisor(extra)
  const parts: number[][] = []
  for (let i = 0, from = 0; i < count; i++) {
    const length = short + (i < count - longer ? 0 : 1)
    parts.push(words.slice(from, from + length))
    from += length
  }
  const corrections = parts.map((part) => remainder(part, by))
  const inTurn = (lists: number[][], most: number): number[] =>
    Array.from({ length: most }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat()
  return [...inTurn(parts, short + 1), ...inTurn(corrections, extra)]
}

/** The square while it is drawn: what is dark, and what belongs to the pattern and not to the data. */
class Square {
  readonly dark: boolean[][]
  private readonly fixed: boolean[][]

  constructor(readonly size: number) {
    const rows = () => Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
    this.dark = rows()
    this.fixed = rows()
  }

  fix(x: number, y: number, dark: boolean): void {
    const [row, taken] = [this.dark[y], this.fixed[y]]
    if (!row || !taken || x < 0 || x >= this.size) return
    row[x] = dark
    taken[x] = true
  }

  /** A finder (radius 4 with its white border) or an alignment pattern (radius 2) around a middle. */
  target(middleX: number, middleY: number, radius: 4 | 2): void {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) {
        const ring = Math.max(Math.abs(x), Math.abs(y))
        this.fix(middleX + x, middleY + y, radius === 4 ? ring !== 2 && ring !== 4 : ring !== 1)
      }
    }
  }

  /** Fills what is left, in the zigzag of two columns from the right, under the checkerboard. */
  fill(words: readonly number[]): void {
    let i = 0
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5
      for (let step = 0; step < this.size; step++) {
        const upwards = ((right + 1) & 2) === 0
        const y = upwards ? this.size - 1 - step : step
        for (const x of [right, right - 1]) {
          const row = this.dark[y]
          if (!row || this.fixed[y]?.[x]) continue
          const bit = ((words[i >>> 3] ?? 0) >>> (7 - (i & 7))) & 1
          row[x] = (bit ^ ((x + y + 1) & 1)) === 1
          i++
        }
      }
    }
  }
}

function patterns(square: Square, version: number): void {
  const { size } = square
  for (let i = 0; i < size; i++) {
    square.fix(6, i, i % 2 === 0)
    square.fix(i, 6, i % 2 === 0)
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square.target(x, y, 4)
  }
  const n = alignments(version)
  const gap = n ? Math.ceil((version * 4 + 4) / (n * 2 - 2)) * 2 : 0
  const at = Array.from({ length: n }, (_, i) => (i === 0 ? 6 : size - 7 - gap * (n - 1 - i)))
  const last = size - 7
  for (const x of at) {
    for (const y of at) {
      const finder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6)
      if (!finder) square.target(x, y, 2)
    }
  }
  tell(square, version)
}

/** Writes the level and the mask twice, and the version where it is told. */
function tell(square: Square, version: number): void {
  const { size } = square
  const format = 0x5412 // level M and the checkerboard are both 0: only the agreed mask is left
  const bit = (value: number, i: number): boolean => ((value >>> i) & 1) === 1
  for (let i = 0; i < 15; i++) {
    const along = i < 6 ? i : i < 8 ? i + 1 : size - 15 + i
    square.fix(8, along, bit(format, i))
    const across = i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i
    square.fix(across, 8, bit(format, i))
  }
  square.fix(8, size - 8, true)
  if (version < 7) return
  let rest = version
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25)
  const told = (version << 12) | rest
  for (let i = 0; i < 18; i++) {
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)]
    square.fix(a, b, bit(told, i))
    square.fix(b, a, bit(told, i))
  }
}

/** The code as rows of dark and light, or nothing when the text has more than 213 bytes. */
export function qr(text: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(text)
  const version = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].find((v) => 4 + counter(v) + bytes.length * 8 <= room(v) * 8)
  if (!version) return undefined
  const square = new Square(17 + 4 * version)
  patterns(square, version)
  square.fill(interleaved(codewords(bytes, version), version))
  return square.dark
}

/** The dark parts as one path, for an SVG whose unit is one module. */
export const pathOf = (rows: readonly boolean[][]): string =>
  rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark && !row[x - 1] ? `M${x} ${y}h${run(row, x)}v1H${x}z` : [])))
    .join('')

function run(row: readonly boolean[], from: number): number {
  let to = from
  while (row[to]) to++
  return to - from
}
