import { describe, expect, it } from 'vitest'
import { pathOf, qr } from './qr'

/** Read with a camera and with another program's decoder. */
const kenner = `
#######....#..#######
#.....#.#..#..#.....#
#.###.#..##.#.#.###.#
#.###.#.....#.#.###.#
#.###.#.#####.#.###.#
#.....#..#.#..#.....#
#######.#.#.#.#######
..........#..........
#.#.#.#...#.#...#..#.
##..#....#.#.#.#...##
#.#...##..##.###.####
....##...#.###.##...#
.#....#....#.###.....
........#.....##..###
#######...#.#...#..##
#.....#...#...###..##
#.###.#.#...#.#.#..##
#.###.#..###.#..#.##.
#.###.#.#.##.####...#
#.....#....###.....#.
#######.#..#.####..##`

const drawn = (rows: boolean[][] | undefined) =>
  rows?.map((row) => row.map((dark) => (dark ? '#' : '.')).join('')).join('\n')

describe('a QR code', () => {
  it('is drawn as everybody reads it', () => {
    expect(drawn(qr('kenner'))).toBe(kenner.trim())
  })

  it.each([
    [14, 21],
    [15, 25],
    [84, 37],
    [122, 45],
    [180, 53],
    [213, 57],
  ])('grows with its text: %i bytes are %i modules', (bytes, size) => {
    expect(qr('x'.repeat(bytes))?.length).toBe(size)
  })

  it('is none when the text is too long', () => {
    expect(qr('x'.repeat(214))).toBeUndefined()
  })

  it('is one path, a run of dark at a time', () => {
    expect(pathOf([[true, true, false, true]])).toBe('M0 0h2v1H0zM3 0h1v1H3z')
  })
})
