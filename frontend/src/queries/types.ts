// The words of the API under the names that the screens use. They are generated from api/openapi.yaml.
import type { Closure, ConversationSummary, Presence as StoredPresence } from '../client'

export type {
  Award,
  BoardRow,
  Brand,
  ContactReason,
  Context,
  Conversation,
  Entry,
  Fact,
  FactCard,
  Leaderboard,
  Me,
  Offer,
  Points,
  Presence,
  Product,
  Reward,
  Seat,
  Step,
  Why,
} from '../client'

export type ConversationStatus = ConversationSummary['status']
export type Outcome = Closure['outcome']
export type PresenceState = StoredPresence['state']
