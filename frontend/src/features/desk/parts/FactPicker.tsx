import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAltKeys, useSingleKeys } from '../../../app/keys'
import type { Fact } from '../../../client'
import { ErrorNote } from '../../../design/ErrorNote'
import { FactCard } from '../../../design/FactCard'
import { Icon } from '../../../design/Icon'
import { Pop } from '../../../design/Pop'
import { SearchField } from '../../../design/SearchField'
import { Skeleton } from '../../../design/Skeleton'
import { useDeskTexts } from '../i18n'
import { type Cards, mostCards } from '../model/cards'
import { factsQuery } from '../model/facts'
import css from './facts.module.css'

interface Props {
  conversationId: string
  cards: Cards
  keys: boolean
}

/** FactPicker finds a fact and puts it under the answer. It never writes into the answer. */
export function FactPicker({ conversationId, cards, keys }: Props) {
  const t = useDeskTexts()
  const [open, setOpen] = useState(false)
  const show = () => setOpen(true)
  useAltKeys(keys ? { f: show } : {})
  useSingleKeys(keys ? { '/': show } : {})
  return (
    <Pop
      opened={open}
      onChange={setOpen}
      position="top-start"
      width={360}
      trapFocus
      withArrow={false}
      offset={10}
      card={{ className: css.panel, 'aria-label': t('factsTitle') }}
      target={
        <button type="button" className={css.add} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="fact" size={17} />
          <span>{t('factAddShort')}</span>
        </button>
      }
    >
      <Find conversationId={conversationId} cards={cards} />
    </Pop>
  )
}

function Find({ conversationId, cards }: { conversationId: string; cards: Cards }) {
  const t = useDeskTexts()
  const [letters, setLetters] = useState('')
  const [words] = useDebouncedValue(letters.trim(), 200)
  const facts = useQuery(factsQuery(conversationId, words))
  return (
    <>
      <SearchField label={t('factFind')} value={letters} onChange={setLetters} first />
      <p className="xs quiet" role="status">
        {cards.full ? t('factsFull', { count: mostCards }) : words ? null : t('factsFittingHint')}
      </p>
      <div className={css.list}>
        <Found facts={facts.data?.items} failed={facts.isError} retry={() => void facts.refetch()} cards={cards} />
      </div>
      <p className={`xs quiet ${css.own}`}>{t('factOwnWords')}</p>
    </>
  )
}

interface FoundProps {
  facts: readonly Fact[] | undefined
  failed: boolean
  retry: () => void
  cards: Cards
}

function Found({ facts, failed, retry, cards }: FoundProps) {
  const t = useDeskTexts()
  if (failed && !facts) {
    return (
      <ErrorNote title={t('factsFailed')} action={{ label: t('tryAgain'), run: retry }}>
        {t('factsFailedText')}
      </ErrorNote>
    )
  }
  if (!facts) return <Skeleton awaited={t('factsAwaited')} />
  if (facts.length === 0) return <p className="s soft">{t('factsNone')}</p>
  return (
    <ul>
      {facts.map((fact) => {
        const taken = cards.cards.some((card) => card.id === fact.id)
        return (
          <li key={fact.id} className={css.found} lang={fact.language}>
            <FactCard fact={fact} sourceLabel={t('factSource', { source: fact.source })} />
            <span className={css.foot}>
              <span className="xs quiet">{helped(fact, t)}</span>
              <button
                type="button"
                className="btn text small"
                aria-label={`${taken ? t('factTakeOff') : t('factAdd')}: ${fact.title}`}
                disabled={!taken && cards.full}
                onClick={() => (taken ? cards.drop(fact.id) : cards.add(fact))}
              >
                {taken ? t('factTakeOff') : t('factAdd')}
              </button>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function helped(fact: Fact, t: ReturnType<typeof useDeskTexts>): string {
  if (fact.used === 0) return t('factNew')
  return t('factHelped', { count: fact.used, solved: fact.solved })
}
