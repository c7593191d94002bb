import { useCallback, useState } from 'react'
import type { FactCard } from '../../../queries/types'
import { read, write } from './storage'

/** mostCards is how many cards one message carries. */
export const mostCards = 3

/** cardOf is what a message shows of a fact. */
function cardOf({ id, title, body, source, url }: FactCard): FactCard {
  return url ? { id, title, body, source, url } : { id, title, body, source }
}

/** useCards is what will stand under the message that is being written. It is kept on this device like the draft. */
export function useCards(conversationId: string) {
  const [cards, setCards] = useState(() => read(key(conversationId), none, isCards))
  const keep = useCallback(
    (next: readonly FactCard[]) => {
      setCards(next)
      write(key(conversationId), next.length === 0 ? null : next)
    },
    [conversationId],
  )
  const add = (fact: FactCard) => {
    if (cards.length < mostCards && !cards.some((card) => card.id === fact.id)) keep([...cards, cardOf(fact)])
  }
  const drop = (id: string) => keep(cards.filter((card) => card.id !== id))
  return { cards, add, drop, keep, full: cards.length >= mostCards }
}

export type Cards = ReturnType<typeof useCards>

const none: readonly FactCard[] = []

function key(conversationId: string) {
  return `kenner.cards.${conversationId}`
}

export function isCards(value: unknown): value is readonly FactCard[] {
  return Array.isArray(value) && value.length <= mostCards && value.every((card) => typeof card?.body === 'string')
}
