import { useLayoutEffect, useRef } from 'react'
import { useActor } from '../../../app/session'
import { FactCard } from '../../../design/FactCard'
import { Icon } from '../../../design/Icon'
import { clock, day, weekday } from '../../../i18n/format'
import { useCustomerTypes } from '../../../live/typing'
import type { Entry } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { handsWords } from '../model/hands'
import { type Bubble, isChangeOfHands, type ThreadItem } from '../model/thread'
import { PromiseLine } from '../promises/PromiseLine'
import { OwnBubble } from './OwnBubble'
import change from './own.module.css'
import { TheirBubble } from './TheirBubble'
import css from './thread.module.css'

interface Props {
  conversationId: string
  /** whether the reader may still change what they said here */
  writes?: boolean
  name: string
  items: readonly ThreadItem[]
  onTakeBack: (clientId: string) => void
  /** told whether the newest message can be seen */
  onBottom: (atBottom: boolean) => void
}

/** Thread is the chat. It stays at the newest message unless the reader scrolled up. */
export function Thread({ conversationId, writes = true, name, items, onTakeBack, onBottom }: Props) {
  const t = useDeskTexts()
  const box = useStickyBottom(items, onBottom)
  const types = useCustomerTypes(conversationId)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={css.box} ref={box} role="log" aria-label={t('messagesOf', { name })} tabIndex={0}>
      <div className={css.messages}>
        {items.map((item) => (
          <Item
            key={item.key}
            conversationId={conversationId}
            writes={writes}
            item={item}
            t={t}
            onTakeBack={onTakeBack}
          />
        ))}
        {types ? <Typing label={t('isTyping', { name })} /> : null}
      </div>
    </div>
  )
}

interface ItemProps {
  conversationId: string
  writes: boolean
  item: ThreadItem
  t: DeskTexts
  onTakeBack: (clientId: string) => void
}

function Item({ item, ...around }: ItemProps) {
  const { t } = around
  if (item.kind === 'day') return <p className={css.rule}>{dayWords(item.at, t)}</p>
  if (item.kind === 'event') {
    if (item.entry.kind === 'follow_up') return <PromiseLine entry={item.entry} />
    const words = eventWords(item.entry, t)
    return words ? <p className={css.rule}>{words}</p> : null
  }
  return <Message bubble={item.bubble} {...around} />
}

type MessageProps = Omit<ItemProps, 'item'> & { bubble: Bubble }

function Message({ conversationId, writes, bubble, t, onTakeBack }: MessageProps) {
  const side = bubble.mine ? css.mine : css.theirs
  // The author of a staff message is not named: the server knows whose it is.
  const own = isOwn(bubble, useActor())
  if (bubble.deleted) {
    return <p className={`${css.message} ${side} ${change.gone}`}>{t(goneWords(bubble, own))}</p>
  }
  const said = (
    <div className={css.bubble} dir="auto">
      <p>
        {bubble.text}
        {bubble.edited ? <small className={change.edited}>{t('edited')}</small> : null}
      </p>
      {bubble.facts?.map((fact) => (
        <FactCard key={fact.id} fact={fact} sourceLabel={t('factSource', { source: fact.source })} />
      ))}
    </div>
  )
  return (
    <div className={`${css.message} ${side} ${bubble.joined ? css.joined : ''}`}>
      {own && writes && bubble.messageId ? (
        <OwnBubble conversationId={conversationId} bubble={bubble}>
          {said}
        </OwnBubble>
      ) : !own && writes && bubble.messageId ? (
        <TheirBubble conversationId={conversationId} messageId={bubble.messageId}>
          {said}
        </TheirBubble>
      ) : (
        said
      )}
      {bubble.last ? <Meta bubble={bubble} own={own} t={t} onTakeBack={onTakeBack} /> : null}
    </div>
  )
}

function goneWords(bubble: Bubble, own: boolean): 'hiddenTeam' | 'deletedMine' | 'deletedTheirs' {
  if (bubble.hidden) return 'hiddenTeam'
  return own ? 'deletedMine' : 'deletedTheirs'
}

/** isOwn tells whether the person at this screen said it. */
function isOwn(bubble: Bubble, actor: { id: string; role: string }): boolean {
  if (bubble.authorId) return bubble.authorId === actor.id
  const byTeam = bubble.role === 'manager' || bubble.role === 'admin'
  return bubble.mine && (!byTeam || actor.role !== 'expert')
}

type MetaProps = Pick<MessageProps, 'bubble' | 't' | 'onTakeBack'> & { own: boolean }

function Meta({ bubble, own, t, onTakeBack }: MetaProps) {
  if (bubble.delivery === 'refused') {
    return (
      <span className={`${css.meta} ${css.refused}`}>
        {t('refused', { why: bubble.refused ?? '' })}
        <button type="button" className="btn text small" onClick={() => onTakeBack(bubble.key)}>
          {t('takeBack')}
        </button>
      </span>
    )
  }
  if (bubble.delivery === 'kept') {
    return (
      <span className={`tag ${css.meta} ${css.kept}`}>
        <Icon name="offline" size={15} />
        {t('kept')}
      </span>
    )
  }
  return (
    <span className={bubble.delivery === 'read' ? `${css.meta} ${css.read}` : css.meta}>
      {bubble.mine && !own && bubble.by ? <b>{bubble.by}</b> : null}
      <time className="fig" dateTime={bubble.at}>
        {clock(bubble.at)}
      </time>
      {bubble.delivery ? (
        <>
          <Icon name={bubble.delivery === 'read' ? 'checks' : 'check'} size={15} />
          {t(bubble.delivery)}
        </>
      ) : null}
    </span>
  )
}

/** Typing is four level bars: that somebody writes, never what. */
export function Typing({ label }: { label: string }) {
  return (
    <span className={css.typing} role="img" aria-label={label}>
      <i />
      <i />
      <i />
      <i />
    </span>
  )
}

function dayWords(at: string, t: DeskTexts): string {
  const then = new Date(at)
  if (then.toDateString() === new Date().toDateString()) return t('today')
  return `${weekday(then)} ${day(then)}`
}

function eventWords(entry: Entry, t: DeskTexts): string | null {
  if (isChangeOfHands(entry)) return handsWords(entry)
  if (entry.kind === 'confirmation') return t('confirmed')
  if (entry.kind === 'rating') return t('ratedNow')
  if (entry.status !== 'closed') return entry.data?.why === 'opened' ? t('reopened') : null
  return t('closedAs', { outcome: outcomeWords(entry.data?.outcome, t) })
}

function outcomeWords(outcome: unknown, t: DeskTexts): string {
  switch (outcome) {
    case 'partly':
      return t('outcome_partly')
    case 'unsolved':
      return t('outcome_unsolved')
    case 'withdrawn':
      return t('outcome_withdrawn')
    default:
      return t('outcome_solved')
  }
}

const near = 48

/** useStickyBottom keeps the newest message in view for a reader who is there, and leaves others where they are. */
export function useStickyBottom(items: unknown, onBottom: (atBottom: boolean) => void) {
  const box = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const tell = useRef(onBottom)
  useLayoutEffect(() => {
    tell.current = onBottom
  })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const toBottom = () => {
      if (stuck.current) element.scrollTop = element.scrollHeight
    }
    const watch = () => {
      const now = element.scrollHeight - element.scrollTop - element.clientHeight < near
      if (now === stuck.current) return
      stuck.current = now
      tell.current(now)
    }
    element.addEventListener('scroll', watch, { passive: true })
    const observer = new ResizeObserver(toBottom)
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => {
      element.removeEventListener('scroll', watch)
      observer.disconnect()
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: new items move the bottom
  useLayoutEffect(() => {
    if (box.current && stuck.current) box.current.scrollTop = box.current.scrollHeight
  }, [items])
  return box
}
