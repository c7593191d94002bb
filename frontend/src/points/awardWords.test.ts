import { renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { isLinked, lackOf, useBaseWords, useKindName } from './awardWords'

describe('the words of an award', () => {
  it('say what the points are for', () => {
    const { result } = renderHook(() => useBaseWords())
    expect(result.current('qualified')).toBe('a qualified conversation')
    expect(result.current('follow_up_helped')).toBe('the customer says it helped')
    expect(renderHook(() => useKindName()).result.current('hand_over')).toBe('hand-over')
  })

  it('say why there are none, whatever they are for', () => {
    const { result } = renderHook(() => useBaseWords())
    expect(result.current('not_first_time_right:contact')).toBe('the customer came back about the same')
    expect(result.current('not_good_hand_over:score_2')).toBe('the summary was given 2 of 5')
    expect(result.current('article_helped_7')).toBe('7 readers say that it helped, as far as the month pays them')
    expect(result.current('not_paid:helps_full_1')).toBe(
      '1 reader more says that it helped; the month has paid its most',
    )
    expect(result.current('not_kept:linked_person')).toBe('this customer has your e-mail address')
    expect(result.current('not_yet_known:word')).toBe('worth nothing')
  })

  it('know a link from a lack', () => {
    const of = (detail: string) => ({
      arithmetic: { steps: [{ key: 'base' as const, factor: 0, detail, total: 0 }], points: 0 },
    })
    expect(isLinked(of('not_qualified:linked_network'))).toBe(true)
    expect(isLinked(of('not_qualified:outcome'))).toBe(false)
    expect(lackOf('qualified')).toBe('')
  })
})
