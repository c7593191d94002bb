import type { Conversation, ContactReason as ReasonView } from '../../client'

export type ConversationStatus = Conversation['status']

/** A contact reason as managers see it: every field is there. */
export type ContactReason = Required<Omit<ReasonView, 'parentId' | 'staffTopic'>> &
  Pick<ReasonView, 'parentId' | 'staffTopic'>

/** Why a reason is for the team alone. */
export type StaffTopic = NonNullable<ReasonView['staffTopic']>

export const staffTopics: readonly StaffTopic[] = ['payment', 'personal_data', 'safety', 'legal', 'warranty']

/** Fills what only managers receive, so that a reason of the public list is one as well. */
export function reasonOf(view: ReasonView): ContactReason {
  return {
    ...view,
    translations: view.translations ?? {},
    difficulty: view.difficulty ?? 1,
    complaint: view.complaint ?? false,
    controllable: view.controllable ?? true,
    position: view.position ?? 0,
    archived: view.archived ?? false,
    version: view.version ?? 0,
  }
}

/** The name in the reader's language. */
export function nameIn(reason: ContactReason, language: string): string {
  return reason.translations[language] || reason.name
}
