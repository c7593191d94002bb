import { read, write } from './storage'

export interface Draft {
  text: string
  start: number
  end: number
}

export const noDraft: Draft = { text: '', start: 0, end: 0 }

/** readDraft is the text begun in a conversation on this device, with its caret. */
export function readDraft(conversationId: string): Draft {
  return read(key(conversationId), noDraft, isDraft)
}

/** keepDraft keeps a text with its caret; an empty one is forgotten. */
export function keepDraft(conversationId: string, draft: Draft) {
  write(key(conversationId), draft.text === '' ? null : draft)
}

function key(conversationId: string) {
  return `draft.${conversationId}`
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'start' in value &&
    typeof value.start === 'number' &&
    'end' in value &&
    typeof value.end === 'number'
  )
}
