import type { Store } from '../../keep/store'

/** A question that is kept on this device until a conversation exists for it. */
export interface Question {
  /** Names the fact: the server makes one conversation of it, however often it is sent. */
  key: string
  question: string
  language: string
  productId?: string
  reasonId?: string
  at: number
}

const place = 'question'

export function keptQuestion(store: Store): Question | undefined {
  try {
    const found = JSON.parse(store.get(place) ?? 'null') as Question | null
    return found?.key && found.question ? found : undefined
  } catch {
    return undefined
  }
}

export const keepQuestion = (store: Store, question: Question): void => store.set(place, JSON.stringify(question))

export const forgetQuestion = (store: Store): void => store.remove(place)

/** What the API takes for a question. */
export function asked(question: Question): Record<string, string> {
  const { question: text, language, productId, reasonId } = question
  return {
    question: text,
    channel: 'chat',
    language,
    ...(productId ? { productId } : {}),
    ...(reasonId ? { reasonId } : {}),
  }
}
