import { describe, expect, it } from 'vitest'
import type { Scenario as Version, WritingFault } from '../../client'
import { families, lastOfKind, shown } from './families'
import { blank, blankBeat, documentOf, faultsAt, freeKey, idOf, missing, moved, notYet, partOf, read } from './model'

const head = { id: 'soup', kind: 'rude_refund', language: 'en', title: ' Cold soup ' } as const

function fault(pointer: string, code: WritingFault['code'], found = 0, least = 0): WritingFault {
  return { pointer, code, text: '', found, least, most: 0 }
}

function version(id: string, number: number, state: Version['state'], more: Partial<Version> = {}): Version {
  return {
    id,
    version: number,
    state,
    language: 'en',
    kind: 'rude_refund',
    title: id,
    shipped: false,
    edition: 1,
    madeAt: '2026-11-01T10:00:00Z',
    played: 0,
    solved: 0,
    walkedOff: 0,
    timeUp: 0,
    ...more,
  }
}

describe('a document', () => {
  it('begins with three provocations and one honest question', () => {
    const { beats } = blank(head, 'Noorder')
    expect(beats.filter((beat) => beat.kind === 'provocation')).toHaveLength(3)
    expect(beats.filter((beat) => beat.kind === 'honest_question')).toHaveLength(1)
    expect(new Set(beats.map((beat) => beat.key)).size).toBe(4)
  })

  it('leaves out blank lines, empty occasions, and what only the honest question has', () => {
    const s = blank(head, 'Noorder')
    s.opening = [' Where is my soup? ', '', '   ']
    s.side = { calms: ['Well.'], thanks: [''] }
    const written = JSON.parse(documentOf(s)) as Record<string, unknown> & { beats: Record<string, unknown>[] }
    expect(written.title).toBe('Cold soup')
    expect(written.opening).toEqual(['Where is my soup?'])
    expect(written.side).toEqual({ calms: ['Well.'] })
    expect(written.beats[0]).not.toHaveProperty('bluff')
    expect(written.beats[2]).toHaveProperty('bluff', [])
  })

  it('comes back as it was written', () => {
    const s = blank({ ...head, title: 'Cold soup' }, 'Noorder')
    s.beats[0] = {
      ...blankBeat([]),
      lines: { calm: ['a'], warm: ['b'], hot: ['c'], after: { overpromise: ['So I get it?'] } },
    }
    expect(documentOf(read(documentOf(s)))).toBe(documentOf(s))
  })

  it('is read although a part is missing', () => {
    const s = read('{"id":"soup","kind":"hard_question","language":"nl"}')
    expect(s.beats).toEqual([])
    expect(s.facts).toEqual([])
    expect(s.briefing.may).toEqual([])
  })
})

describe('names', () => {
  it('makes an id of a title that nobody has', () => {
    expect(idOf('41 days, and no box!', new Set())).toBe('days-and-no-box')
    expect(idOf('Één ruil', new Set(['een-ruil']))).toBe('een-ruil-2')
    expect(idOf('!!', new Set())).toBe('scenario')
    expect(idOf('a'.repeat(80), new Set())).toHaveLength(34)
  })

  it('never gives a key twice', () => {
    expect(freeKey('step', [{ key: 'step-1' }, { key: 'step-3' }])).toBe('step-2')
  })
})

describe('faults', () => {
  const faults = [
    fault('/title', 'empty'),
    fault('/beats/1/lines/hot', 'count', 0, 1),
    fault('/beats', 'provocations', 2, 3),
    fault('/facts/0/right/2', 'pattern'),
  ]

  it('are counted where they are mended', () => {
    expect(missing(faults)).toMatchObject({ scene: 1, steps: 2, needs: 1, ends: 0 })
    expect(partOf('/colour')).toBe('scene')
  })

  it('stand at their field, and those of its lines with it', () => {
    expect(faultsAt(faults, '/facts/0/right')).toHaveLength(1)
    expect(faultsAt(faults, '/beats')).toHaveLength(1)
    expect(faultsAt(faults, '/beats/1')).toHaveLength(0)
  })

  it('are either not written yet, or wrong', () => {
    expect(faults.map(notYet)).toEqual([true, true, true, false])
    expect(notYet(fault('/opening', 'count', 41, 1))).toBe(false)
  })
})

it('moves a step, and not beyond the ends', () => {
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
})

describe('the list', () => {
  const all = families([
    version('soup', 1, 'retired', { played: 3, solved: 1, walkedOff: 2 }),
    version('soup', 2, 'live', { played: 2, timeUp: 2 }),
    version('soup', 3, 'draft', { author: 'Hidde', title: 'Soup, hotter' }),
    version('tea', 1, 'live', { language: 'nl', kind: 'hard_question' }),
    version('old', 1, 'retired'),
  ])
  const everything = { text: '', kind: '', language: '', state: '' } as const

  it('puts the versions of a scenario together', () => {
    expect(all).toHaveLength(3)
    expect(all[0]).toMatchObject({ played: 5, solved: 1, walkedOff: 2, timeUp: 2 })
    expect([all[0]?.newest.version, all[0]?.live?.version, all[0]?.draft?.version]).toEqual([3, 2, 3])
  })

  it('narrows by kind, language, state and words', () => {
    const ids = (filter: object) => shown(all, { ...everything, ...filter }).map((one) => one.id)
    expect(ids({})).toEqual(['old', 'soup', 'tea'])
    expect(ids({ kind: 'hard_question' })).toEqual(['tea'])
    expect(ids({ language: 'nl' })).toEqual(['tea'])
    expect(ids({ state: 'live' })).toEqual(['soup', 'tea'])
    expect(ids({ state: 'retired' })).toEqual(['old'])
    expect(ids({ text: 'hidde' })).toEqual(['soup'])
  })

  it('knows the last of a kind in a language', () => {
    const [soup, tea] = [all[0], all[1]]
    if (!soup || !tea) throw new Error('there are three')
    expect(lastOfKind(soup, all)).toBe(true)
    expect(lastOfKind(soup, [...all, ...families([version('stew', 1, 'live')])])).toBe(false)
    expect(lastOfKind(tea, all)).toBe(true)
  })
})
