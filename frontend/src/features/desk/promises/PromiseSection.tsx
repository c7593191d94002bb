import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useRef, useState } from 'react'
import { Link } from 'react-router'
import { promiseFollowUp } from '../../../client'
import { Icon } from '../../../design/Icon'
import { newId } from '../../../design/newId'
import { TickRing } from '../../../design/TickRing'
import { serverNow, useServerSecond } from '../../../live/serverTime'
import type { FollowUp } from '../../../queries/followUps'
import type { Conversation } from '../../../queries/types'
import { read, write } from '../model/storage'
import { callName } from './callName'
import { DueChooser, isDue, noDue } from './DueChooser'
import { usePromiseTexts } from './i18n'
import { promisePlace } from './place'
import css from './promises.module.css'
import { leftWords, ticksLeft, whenWords } from './when'

/** At most so many promises are open in one conversation. */
const mostOpen = 3

/** PromiseSection is what was promised to this customer, and the way to promise more; the form opens in place. */
export function PromiseSection({ conversation }: { conversation: Conversation }) {
  const t = usePromiseTexts()
  const [open, setOpen] = useState(() => readDraft(conversation.id) !== '')
  const button = useRef<HTMLButtonElement>(null)
  const promises = conversation.followUps.filter((each) => each.state === 'open')
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  return (
    <section data-part="promise">
      <h3>{t('section')}</h3>
      <ul className={css.here}>
        {promises.map((each) => (
          <Here key={each.id} promise={each} mine={each.expert?.id === conversation.expert?.id} />
        ))}
      </ul>
      {open ? <PromiseForm conversation={conversation} onClose={close} /> : null}
      {!open && promises.length < mostOpen ? (
        <>
          <button ref={button} type="button" className="btn second small" onClick={() => setOpen(true)}>
            <Icon name="alarm" />
            {t('start')}
          </button>
          {promises.length === 0 ? <p className={`xs quiet ${css.hint}`}>{t('startHint')}</p> : null}
        </>
      ) : null}
      {promises.length >= mostOpen ? <p className="xs quiet">{t('full')}</p> : null}
    </section>
  )
}

function Here({ promise, mine }: { promise: FollowUp; mine: boolean }) {
  const t = usePromiseTexts()
  const now = useServerSecond() * 1_000
  const when = whenWords(promise.dueAt, now, t)
  const late = Date.parse(promise.dueAt) < now
  return (
    <li>
      <TickRing size={30} thick={1.8} left={ticksLeft(promise.createdAt, promise.dueAt, now)} />
      <div className="grow">
        <p className={css.text}>{promise.promise}</p>
        <p className={late ? `xs ${css.late}` : 'xs quiet'}>
          {mine ? t('openHere', { when }) : t('byWhom', { name: promise.expert?.displayName ?? t('somebody'), when })}
          {late ? `, ${leftWords(promise.dueAt, now, t)}` : null}
        </p>
        {mine ? (
          <Link className="xs" to={promisePlace(promise.id)}>
            {t('work')}
          </Link>
        ) : null}
      </div>
    </li>
  )
}

function PromiseForm({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = usePromiseTexts()
  const id = useId()
  const called = callName(conversation.customer.name, t)
  const [text, setText] = useState(() => readDraft(conversation.id))
  const [due, setDue] = useState(noDue)
  const make = useMakePromise(conversation.id, () => {
    keepDraft(conversation.id, '')
    onClose()
  })
  const ready = text.trim() !== '' && isDue(due.at, serverNow())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && due.at && !make.isPending) make.mutate({ promise: text, dueAt: due.at })
  }
  const type = (next: string) => {
    setText(next)
    keepDraft(conversation.id, next)
  }
  return (
    <form className={css.form} onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <label htmlFor={id}>{t('what')}</label>
      <textarea
        id={id}
        className={css.box}
        rows={3}
        maxLength={500}
        dir="auto"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked for this field
        autoFocus
        placeholder={t('whatPlaceholder')}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <DueChooser label={t('by', { ...called })} value={due} onChange={setDue} />
      {make.error ? (
        <p className={`xs ${css.failed}`} role="alert">
          {t('failed', { why: make.error.message })}
        </p>
      ) : (
        <p className="xs quiet">{t('customerSees', { ...called })}</p>
      )}
      <div className={css.actions}>
        <button type="submit" className="btn small" aria-disabled={!ready || make.isPending}>
          {t('promise')}
        </button>
        <button type="button" className="btn text small" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** useMakePromise sends a promise; a second try of the same one is the same promise. */
function useMakePromise(conversationId: string, onMade: () => void) {
  const client = useQueryClient()
  const clientId = useRef(newId())
  return useMutation({
    mutationFn: (body: { promise: string; dueAt: string }) =>
      promiseFollowUp({ path: { id: conversationId }, body: { ...body, clientId: clientId.current } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['conversations', conversationId], exact: true })
      void client.invalidateQueries({ queryKey: ['followUps'] })
      onMade()
    },
  })
}

const place = (conversationId: string) => `promise.${conversationId}`

function readDraft(conversationId: string): string {
  return read(place(conversationId), '', (value): value is string => typeof value === 'string')
}

function keepDraft(conversationId: string, text: string) {
  write(place(conversationId), text === '' ? null : text)
}
