import { describe, expect, it } from 'vitest'
import { asksCause, causeOf, complete, draftOf, holds, missing } from './rating'

describe('a rating', () => {
  it('asks what held it back at four stars or less, and never at five', () => {
    expect([1, 2, 3, 4].every(asksCause)).toBe(true)
    expect(asksCause(5)).toBe(false)
    expect(asksCause(undefined)).toBe(false)
  })

  it('gives only the answer to the expert and everything else to the company', () => {
    expect(holds.filter((held) => causeOf(held) === 'expert')).toEqual(['answer'])
  })

  it('names what is missing, in the order of the screen', () => {
    expect(missing({ comment: '' })).toBe('solved')
    expect(missing({ comment: '', solved: 'yes' })).toBe('stars')
    expect(missing({ comment: '', solved: 'yes', stars: 4 })).toBe('held')
    expect(missing({ comment: '', solved: 'yes', stars: 5 })).toBeUndefined()
  })

  it('sends cause and detail together, and leaves out what was not said', () => {
    expect(complete({ solved: 'partly', stars: 3, held: 'delivery', comment: '  ' })).toEqual({
      solved: 'partly',
      stars: 3,
      cause: 'company',
      causeDetail: 'delivery',
    })
    expect(complete({ solved: 'no', stars: 1, held: 'answer', comment: ' Wrong pads. ', again: false })).toEqual({
      solved: 'no',
      stars: 1,
      cause: 'expert',
      causeDetail: 'answer',
      comment: 'Wrong pads.',
      sameExpertAgain: false,
    })
  })

  it('drops a cause that was chosen before the stars became five', () => {
    expect(complete({ solved: 'yes', stars: 5, held: 'product', comment: '' })).toEqual({ solved: 'yes', stars: 5 })
  })

  it('is nothing while something is missing', () => {
    expect(complete({ solved: 'yes', stars: 2, comment: 'x' })).toBeUndefined()
  })

  it('can be opened again to be changed', () => {
    const draft = draftOf({ stars: 2, solved: false, cause: 'expert', comment: 'no', editable: true })
    expect(draft).toMatchObject({ stars: 2, solved: 'no', held: 'answer', comment: 'no' })
  })
})
