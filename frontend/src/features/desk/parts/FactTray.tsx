import { useQuery } from '@tanstack/react-query'
import { FactCard } from '../../../design/FactCard'
import { Icon } from '../../../design/Icon'
import { useDeskTexts } from '../i18n'
import type { Cards } from '../model/cards'
import { factsQuery } from '../model/facts'
import css from './facts.module.css'

const shown = 2

/** FactTray offers what fits best, between the chat and the answer. One tap puts a card under the answer, never into it. */
export function FactTray({ conversationId, cards }: { conversationId: string; cards: Cards }) {
  const t = useDeskTexts()
  const facts = useQuery(factsQuery(conversationId, '')).data?.items ?? []
  const fitting = facts.filter((fact) => !cards.cards.some((card) => card.id === fact.id)).slice(0, shown)
  if (fitting.length === 0 || cards.cards.length > 0) return null
  return (
    <ul className={css.tray} aria-label={t('factsFitting')}>
      {fitting.map((fact) => (
        <li key={fact.id}>
          <button type="button" className={css.pick} onClick={() => cards.add(fact)}>
            <span className="hidden">{t('factAdd')}: </span>
            <FactCard fact={fact} sourceLabel="" brief />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** Attached are the cards that go with the message: under the writer's own words, each with a way to take it off. */
export function Attached({ cards }: { cards: Cards }) {
  const t = useDeskTexts()
  if (cards.cards.length === 0) return null
  return (
    <ul className={css.attached} aria-label={t('factsUnder')}>
      {cards.cards.map((card) => (
        <li key={card.id}>
          <FactCard
            fact={card}
            sourceLabel={t('factSource', { source: card.source })}
            brief
            tail={
              <button
                type="button"
                className={css.off}
                aria-label={t('factOff', { title: card.title })}
                onClick={() => cards.drop(card.id)}
              >
                <Icon name="cross" size={14} />
              </button>
            }
          />
        </li>
      ))}
    </ul>
  )
}
