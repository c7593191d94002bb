import { describe, expect, test } from 'vitest'
import { askedAt, stillNamed, take } from './mention'

describe('a name after an @', () => {
  test.each([
    ['@', 1, ''],
    ['@Ma', 3, 'Ma'],
    ['Ask @Marit An', 13, 'Marit An'],
    ['(@an', 4, 'an'],
    ['line\n@an', 8, 'an'],
  ])('%j asks', (text, caret, query) => {
    expect(askedAt(text, caret)?.query).toBe(query)
  })

  test.each([
    ['me@example.com', 6],
    ['@ ', 2],
    ['@Marit An is here', 17],
    ['@Ma\nrit', 7],
    ['no sign', 3],
    ['', 0],
  ])('%j asks for nobody', (text, caret) => {
    expect(askedAt(text, caret)).toBeUndefined()
  })

  test('the whole name takes its place, and the caret stands behind it', () => {
    const asked = askedAt('Ask @ma about it', 7)
    expect(asked && take('Ask @ma about it', asked, 'Marit')).toEqual({ text: 'Ask @Marit about it', caret: 11 })
    expect(take('@', { from: 0, query: '' }, 'Ben')).toEqual({ text: '@Ben ', caret: 5 })
  })

  test('only who is still named is mentioned, each once', () => {
    const ben = { id: '1', name: 'Ben' }
    const an = { id: '2', name: 'An (team)' }
    expect(stillNamed('@Ben and @An (team), look', [ben, an, ben])).toEqual([ben, an])
    expect(stillNamed('@Benno looks', [ben])).toEqual([])
    expect(stillNamed('Ben looks', [ben])).toEqual([])
  })
})
