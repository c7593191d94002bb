// What the widget reads from and writes to the API, in the words of the glossary. Only the fields that a customer's screen uses.

import type { FollowUp, Found } from './promise'

export interface Brand {
  name: string
  hue: number
  strength: number
  languages: string[]
  timeZone: string
  open: boolean
  opensAt?: string
  waitingMinutes: number
}

/** A customer and the token that proves it. */
export interface Visit {
  accessToken: string
  customer: { id: string; name: string; verified: boolean }
}

/** A one-time link to go on with on another device. */
export interface DeviceLink {
  link: string
  expiresAt: string
}

export interface Product {
  id: string
  name: string
}

export interface Reason {
  id: string
  parentId?: string
  name: string
  /** The brand's team answers it, not an expert. */
  staffTopic?: string
}

type Status = 'queued' | 'offered' | 'assigned' | 'waiting' | 'closed'

export interface Expert {
  id?: string
  displayName: string
  alias?: string
  /** What the expert has of the brand, verified. */
  owns?: string[]
  bird: number
}

export interface GivenRating {
  /** A card for the expert was left with it. */
  thanked?: boolean
  stars: number
  solved: boolean | Solved
  cause?: Cause
  causeDetail?: CauseDetail
  comment?: string
  learned?: Solved
  sameExpertAgain?: boolean
  editable: boolean
}

/** How it ended, and what the expert left: good to know, and what to do next. */
export interface Closure {
  outcome: string
  closedAt: string
  by?: string
  confirmedAt?: string
  tip?: string
  nextStep?: string
}

/** A fact under somebody's own words, as it was when it was sent. */
export interface FactCard {
  id: string
  title: string
  body: string
  source: string
  url?: string
}

/** Who went before without having waited longer. */
type QueueWhy =
  | 'silent'
  | 'back'
  | 'complaint'
  | 'handed_over'
  | 'vanished'
  | 'verified'
  | 'returned'
  | 'promised'
  | 'other'

/** A place in the queue as the server tells it; times are its own. */
export interface QueueState {
  place: number
  ahead: number
  why?: QueueWhy
  wait?: { from: number; to: number }
  measured?: { seats: number; experts: number; finished: number; minutes: number; basis: 'recent' | 'week' | 'default' }
  since: string
  canLeave: boolean
  leaveFrom?: string
  canAskStaff: boolean
  staffFrom?: string
  promise?: string
  onDuty: boolean
  opensAt?: string
  leftAt?: string
  answerBy?: string
}

/** Whether the brand asks this customer to help others, and where that is told. */
export interface Invitation {
  asked: boolean
  title?: string
  link?: string
}

export interface Conversation {
  id: string
  status: Status
  question: string
  episode: number
  openedAt: string
  lastSeq: number
  expert?: Expert
  /** The manager who holds it, or closed it. */
  staff?: { name: string }
  /** Who answers. */
  desk?: 'experts' | 'staff'
  readSeq: { customer: number; expert: number }
  queue?: QueueState
  closure?: Closure
  rating?: GivenRating
  canRate: boolean
  canConfirm: boolean
  /** "Is it still solved?" waits for an answer. */
  stillAsked?: boolean
  followUps?: FollowUp[]
}

export interface Summary {
  id: string
  status: Status
  followUps?: FollowUp[]
  question: string
  openedAt: string
}

export interface Entry {
  seq: number
  kind: string
  at: string
  episode: number
  author: { role: string; id?: string; name?: string }
  messageId?: string
  clientId?: string
  text?: string
  status?: Status
  data?: {
    why?: string
    expertId?: string
    seq?: number
    messageId?: string
    facts?: FactCard[]
    followUpId?: string
    dueAt?: string
    found?: Found
  }
  editedAt?: string
  deletedAt?: string
  hidden?: boolean
}

export interface Timeline {
  entries: Entry[]
  lastSeq: number
}

export type Solved = 'yes' | 'partly' | 'no'
type Cause = 'expert' | 'company'
export type CauseDetail = 'answer' | 'product' | 'wait' | 'delivery' | 'rule' | 'other'

export interface Rating {
  stars: number
  solved: Solved
  cause?: Cause
  causeDetail?: CauseDetail
  comment?: string
  learned?: Solved
  sameExpertAgain?: boolean
}

/** A publication of the live connection. */
export type Push =
  | { type: 'timeline'; conversationId: string; entry: Entry }
  | { type: 'typing'; conversationId: string; role: string }
  | { type: 'queue'; conversationId: string; queue?: QueueState }
  | { type: 'followUps'; conversationId: string }
  | { type: 'brand' }

/** What a rating link is about. */
export interface LinkedAnswer {
  question: string
  expertName: string
  bird: number
  closedAt: string
}

/** An article that may answer what is typed. */
export interface Answer {
  id: string
  slug: string
  kind: 'article' | 'manual'
  product?: string
  title: string
  summary: string
}

/** A piece of text that is shown in one way. */
export interface Phrase {
  text: string
  strong?: boolean
  em?: boolean
  code?: boolean
  href?: string
}

export interface Block {
  kind: 'heading' | 'paragraph' | 'list' | 'steps' | 'tip' | 'code'
  level?: number
  phrases?: Phrase[]
  items?: Phrase[][]
}

/** An article as everybody reads it. */
export interface Article {
  id: string
  language: string
  slug: string
  title: string
  summary: string
  blocks: Block[]
}
