import { describe, expect, it } from 'vitest'
import { kindOf, topicWords, withTopic } from './topics'
import type { Topic } from './types'

const topics: Topic[] = [
  { reasonId: 'sound', kind: 'qualified' },
  { reasonId: 'power', kind: 'learning' },
]

describe('the topics of an expert', () => {
  it('are given, changed and taken away one at a time', () => {
    expect(kindOf(withTopic(topics, 'order', 'learning'), 'order')).toBe('learning')
    expect(kindOf(withTopic(topics, 'power', 'qualified'), 'power')).toBe('qualified')
    expect(withTopic(topics, 'sound', 'none')).toEqual([{ reasonId: 'power', kind: 'learning' }])
  })

  it('never hold a reason twice', () => {
    expect(withTopic(topics, 'sound', 'learning')).toHaveLength(2)
  })

  it('are told in the order of the reasons', () => {
    const reasons = [
      { id: 'power', name: 'Battery' },
      { id: 'sound', name: 'Sound' },
    ]
    expect(topicWords(topics, reasons, 'learning')).toBe('Battery (learning), Sound')
  })
})
