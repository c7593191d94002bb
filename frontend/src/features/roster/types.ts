import type { Expert as ExpertView, Topic as TopicView } from '../../client'

export type Expert = ExpertView
export type ExpertState = Expert['state']
export type Topic = TopicView
export type TopicKind = Topic['kind']

/** What a manager sets of an expert. */
export interface ExpertValues {
  name: string
  displayName: string
  alias: string
  bird: number
  level: number
  languages: string[]
  topics: Topic[]
  state: ExpertState
  /** The number that the expert has as a customer of the brand; empty: not known. */
  brandCustomerId: string
}
