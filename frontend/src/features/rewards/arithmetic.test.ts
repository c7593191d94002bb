import { describe, expect, it } from 'vitest'
import { momentsOf, sumLine, sumOf } from './arithmetic'
import type { AwardStep } from './types'

function award(steps: AwardStep[], points: number) {
  return { arithmetic: { steps, points } }
}

const base: AwardStep = { key: 'base', factor: 10, detail: '', total: 10 }
const normal: AwardStep = { key: 'difficulty', factor: 1.3, detail: '', total: 13 }
const fiveStars: AwardStep = { key: 'quality', factor: 1.3, detail: '', total: 16.9 }
const fullDay: AwardStep = { key: 'dailyCurve', factor: 1, detail: '', total: 16.9 }
const halfDay: AwardStep = { key: 'dailyCurve', factor: 0.5, detail: '', total: 8.45 }
const rounding: AwardStep = { key: 'rounding', factor: 1, detail: '', total: 17 }

const arithmetic = { steps: [], points: 0 }

describe('the sum of an award', () => {
  it('tells beside the result that a penalty took what was there', () => {
    const ten: AwardStep = { key: 'base', factor: -10, detail: 'follow_up_missed', total: -10 }
    const took: AwardStep = { key: 'balance', factor: 1, detail: 'took_7', total: -7 }
    expect(sumOf(award([ten, took], -7))).toMatchObject({ points: -7, capped: true, rounded: false })
    expect(sumOf(award([ten, { ...took, total: -10 }], -10))).toMatchObject({
      points: -10,
      capped: false,
      rounded: false,
    })
  })

  it('shows base, difficulty and quality, and tells the rounding beside the result', () => {
    const sum = sumOf(award([base, normal, fiveStars, fullDay, rounding], 17))
    expect(sum.operands.map((o) => o.key)).toEqual(['base', 'difficulty', 'quality'])
    expect(sum).toMatchObject({ exact: 16.9, points: 17, rounded: true })
  })

  it('shows the daily curve only when it takes something off', () => {
    const sum = sumOf(award([base, normal, fiveStars, halfDay, rounding], 8))
    expect(sum.operands.at(-1)).toMatchObject({ key: 'dailyCurve', operator: '×', value: 0.5 })
    expect(sum.exact).toBe(8.45)
  })

  it('keeps a factor of one for difficulty, so that the reader sees that it was weighed', () => {
    const simple: AwardStep = { key: 'difficulty', factor: 1, detail: '', total: 10 }
    const sum = sumOf(award([base, simple], 10))
    expect(sum.operands).toHaveLength(2)
    expect(sum.rounded).toBe(false)
  })

  it('is one line of figures in the reader’s decimals', () => {
    const line = sumLine(award([base, normal, fiveStars, rounding], 17), (v) => String(v).replace('.', ','))
    expect(line).toBe('10 × 1,3 × 1,3')
  })
})

describe('the moments of an award', () => {
  it('rates nothing but conversations, and a penalty has one moment', () => {
    expect(momentsOf({ arithmetic, kind: 'hand_over', state: 'pending' }).map((m) => m.key)).toEqual([
      'handedOver',
      'onItsWay',
      'confirmed',
    ])
    const readers = { points: 3, steps: [{ key: 'base' as const, factor: 3, detail: 'article_helped_3', total: 3 }] }
    expect(momentsOf({ arithmetic: readers, kind: 'article', state: 'pending' })[0]?.key).toBe('readers')
    expect(momentsOf({ arithmetic, kind: 'article', state: 'pending' })[0]?.key).toBe('published')
    expect(momentsOf({ arithmetic, kind: 'follow_up_missed', state: 'settled' })).toEqual([
      { key: 'missed', state: 'done' },
    ])
  })

  it('waits for a rating while it is pending without one', () => {
    expect(momentsOf({ arithmetic, kind: 'conversation', state: 'pending' }).map((m) => m.state)).toEqual([
      'done',
      'ahead',
      'now',
      'ahead',
    ])
  })

  it('is rated, and still on its way', () => {
    expect(momentsOf({ arithmetic, kind: 'conversation', state: 'pending', stars: 5 }).map((m) => m.state)).toEqual([
      'done',
      'done',
      'now',
      'ahead',
    ])
  })

  it('is done in every step once it is confirmed, also without a rating', () => {
    expect(momentsOf({ arithmetic, kind: 'conversation', state: 'settled' }).every((m) => m.state === 'done')).toBe(
      true,
    )
  })
})
