import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { EmptyState } from '../../../design/EmptyState'
import { ErrorNote } from '../../../design/ErrorNote'
import { Icon } from '../../../design/Icon'
import { Skeleton } from '../../../design/Skeleton'
import { TickRing } from '../../../design/TickRing'
import { useServerSecond } from '../../../live/serverTime'
import { type FollowUpTask, myKeptQuery, myPromisesQuery } from '../../../queries/followUps'
import { callName } from './callName'
import { usePromiseTexts } from './i18n'
import { PromiseEditor } from './PromiseEditor'
import { allPromises, promiseParam } from './place'
import css from './promises.module.css'
import { leftWords, ticksLeft, type Urgency, urgencyOf, whenWords } from './when'

/** PromisesPanel is my promises beside the lanes: a list, or one of them to work on. The lanes stay usable. */
export function PromisesPanel() {
  const [params, setParams] = useSearchParams()
  const chosen = params.get(promiseParam)
  if (chosen === null) return null
  const show = (id: string | undefined) => {
    const next = new URLSearchParams(params)
    if (id === undefined) next.delete(promiseParam)
    else next.set(promiseParam, id)
    setParams(next)
    if (id === undefined) requestAnimationFrame(() => document.getElementById('promises-button')?.focus())
  }
  return <Panel chosen={chosen} show={show} />
}

interface PanelProps {
  chosen: string
  show: (id: string | undefined) => void
}

function Panel({ chosen, show }: PanelProps) {
  const t = usePromiseTexts()
  const promises = useQuery(myPromisesQuery)
  const title = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part of the panel is a new place to read from
  useEffect(() => title.current?.focus(), [chosen])
  const one = promises.data?.find((each) => each.id === chosen)
  return (
    <section className={css.panel} aria-label={t('mine')} onKeyDown={(event) => leaves(event) && show(undefined)}>
      <header className={css.head}>
        {chosen === allPromises ? null : (
          <button type="button" className="btn text small" onClick={() => show(allPromises)}>
            <Icon name="back" directed />
            {t('back')}
          </button>
        )}
        <h2 ref={title} tabIndex={-1} className={chosen === allPromises ? 'grow' : 'hidden'}>
          {t('mine')}
        </h2>
        <span className="grow" />
        <button
          type="button"
          className={`btn second small ${css.shut}`}
          aria-label={t('close')}
          onClick={() => show(undefined)}
        >
          <Icon name="cross" />
        </button>
      </header>
      <div className={css.scroll}>
        {promises.data ? (
          <Body all={promises.data} chosen={chosen} one={one} show={show} />
        ) : (
          <Waits failed={promises.error !== null} retry={() => void promises.refetch()} />
        )}
      </div>
    </section>
  )
}

/** leaves tells whether a key closes the panel: Escape, unless a field made something of it. */
function leaves(event: React.KeyboardEvent): boolean {
  return event.key === 'Escape' && !event.defaultPrevented
}

interface BodyProps extends PanelProps {
  all: FollowUpTask[]
  one: FollowUpTask | undefined
}

function Body({ all, chosen, one, show }: BodyProps) {
  const t = usePromiseTexts()
  if (chosen === allPromises) return <List all={all} show={show} />
  if (one) return <PromiseEditor key={one.id} promise={one} onTold={() => show(allPromises)} />
  return (
    <EmptyState
      title={t('goneTitle')}
      action={
        <button type="button" className="btn second small" onClick={() => show(allPromises)}>
          {t('back')}
        </button>
      }
    >
      {t('goneText')}
    </EmptyState>
  )
}

function Waits({ failed, retry }: { failed: boolean; retry: () => void }) {
  const t = usePromiseTexts()
  if (!failed) return <Skeleton awaited={t('awaiting')} />
  return (
    <ErrorNote title={t('listFailed')} action={{ label: t('tryAgain'), run: retry }}>
      {t('listFailedText')}
    </ErrorNote>
  )
}

const parts: readonly Urgency[] = ['overdue', 'today', 'later']

function List({ all, show }: { all: FollowUpTask[]; show: (id: string) => void }) {
  const t = usePromiseTexts()
  const now = useServerSecond() * 1_000
  return (
    <>
      {all.length === 0 ? <EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState> : null}
      {parts.map((part) => {
        const some = all.filter((each) => urgencyOf(each.dueAt, now) === part)
        if (some.length === 0) return null
        return (
          <section key={part} className={css.part}>
            <h3 className={part === 'overdue' ? css.late : undefined}>{t(part)}</h3>
            <ul>
              {some.map((each) => (
                <li key={each.id}>
                  <Row promise={each} now={now} onOpen={() => show(each.id)} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      <Kept />
    </>
  )
}

function Row({ promise, now, onOpen }: { promise: FollowUpTask; now: number; onOpen: () => void }) {
  const t = usePromiseTexts()
  const when = whenWords(promise.dueAt, now, t)
  const left = leftWords(promise.dueAt, now, t)
  return (
    <button type="button" className={css.row} onClick={onOpen}>
      <TickRing
        size={38}
        thick={2.2}
        left={ticksLeft(promise.createdAt, promise.dueAt, now)}
        label={t('dueLabel', { when, left })}
      />
      <span className="grow">
        <b className={css.name}>{promise.promise}</b>
        <span className="s quiet">{t('customerOf', { ...callName(promise.about?.customer.name, t) })}</span>
      </span>
      <span className={css.when} aria-hidden="true">
        <b className="fig">{when}</b>
        <span className={Date.parse(promise.dueAt) < now ? `xs ${css.late}` : 'xs quiet'}>{left}</span>
      </span>
    </button>
  )
}

/** Kept is what was told lately, and whether it helped. */
function Kept() {
  const t = usePromiseTexts()
  const kept = useQuery(myKeptQuery).data?.items ?? []
  if (kept.length === 0) return null
  return (
    <section className={css.part}>
      <h3>{t('kept')}</h3>
      <ul>
        {kept.map((each) => (
          <li key={each.id} className={css.kept}>
            <span className="grow">
              <span className={css.text}>{each.promise}</span>
            </span>
            <span className="tag">{each.kept ? t('keptTag') : t('lateTag')}</span>
            <span className={each.helped === 'yes' ? 'tag ok' : 'tag'}>{helpedWords(each, t)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function helpedWords(promise: FollowUpTask, t: ReturnType<typeof usePromiseTexts>): string {
  if (promise.helped === 'yes') return t('helpedYes')
  return promise.helped === 'no' ? t('helpedNo') : t('helpedNone')
}
