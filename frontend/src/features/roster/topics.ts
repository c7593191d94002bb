import type { Topic, TopicKind } from './types'

export interface TopicReason {
  id: string
  parentId?: string
  name: string
}

/** Sets or takes away one topic; the others keep their place. */
export function withTopic(topics: Topic[], reasonId: string, kind: TopicKind | 'none'): Topic[] {
  const known = topics.some((topic) => topic.reasonId === reasonId)
  if (kind === 'none') return topics.filter((topic) => topic.reasonId !== reasonId)
  if (!known) return [...topics, { reasonId, kind }]
  return topics.map((topic) => (topic.reasonId === reasonId ? { reasonId, kind } : topic))
}

export function kindOf(topics: Topic[], reasonId: string): TopicKind | 'none' {
  return topics.find((topic) => topic.reasonId === reasonId)?.kind ?? 'none'
}

/** The topics in words, "Connection, Sound and fit (learning)", in the order of the reasons. */
export function topicWords(topics: Topic[], reasons: TopicReason[], learning: string): string {
  return reasons
    .map((reason) => ({ name: reason.name, kind: kindOf(topics, reason.id) }))
    .filter((topic) => topic.kind !== 'none')
    .map((topic) => (topic.kind === 'learning' ? `${topic.name} (${learning})` : topic.name))
    .join(', ')
}
