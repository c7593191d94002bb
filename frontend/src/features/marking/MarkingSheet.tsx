import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../app/problem'
import { type Marking, putMark, submitMarking } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { Icon } from '../../design/Icon'
import { useRefusalSentence } from '../../design/words'
import { deskQuery, markAt, markingQuery, type Place, placesOf } from './api'
import { useMarkingTexts } from './i18n'
import css from './marking.module.css'
import { Transcript } from './Transcript'

interface Props {
  marking: Marking
  until: string
  onGiven: () => void
}

interface Draft {
  score: number
  line: number
  quote: string
}

const empty: Draft = { score: 0, line: 0, quote: '' }

/** MarkingSheet goes through the eighteen places, a dimension after the other, and keeps each mark as it is given. */
export function MarkingSheet({ marking, until, onGiven }: Props) {
  const t = useMarkingTexts()
  const places = placesOf(marking)
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      places.findIndex((place) => !markAt(marking, place)),
    ),
  )
  const place = places[at] ?? { play: 1, dimension: 'patience' as const }
  const keep = useKeep(marking)
  const [draft, setDraft] = useDraftMark(marking, place)
  const play = marking.plays.find((one) => one.no === place.play)
  const put = (next: Draft) => {
    setDraft(next)
    if (next.score > 0 && next.quote !== '') keep.mutate({ place, mark: next })
  }
  return (
    <div className={css.sheet}>
      <Progress marking={marking} places={places} at={at} onGo={setAt} until={until} />
      {play ? (
        <Transcript play={play} quoted={draft} onQuote={(line, quote) => put({ ...draft, line, quote })} />
      ) : null}
      <section className={`card ${css.mark}`}>
        <Anchors marking={marking} place={place} draft={draft} onScore={(score) => put({ ...draft, score })} />
        <QuoteBox draft={draft} busy={keep.isPending} kept={keep.isSuccess && draft.score > 0 && draft.quote !== ''} />
        <Why error={keep.error} />
        <div className="row">
          <button type="button" className="btn second" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {t('back')}
          </button>
          <span className="grow" />
          {at < places.length - 1 ? (
            <button
              type="button"
              className="btn"
              disabled={draft.score === 0 || draft.quote === ''}
              onClick={() => setAt(at + 1)}
            >
              {t('next')}
            </button>
          ) : null}
        </div>
        {marking.marks.length === places.length ? <GiveIn marking={marking} onGiven={onGiven} /> : null}
      </section>
    </div>
  )
}

/** useDraftMark is the mark of a place as it is being made; another place begins with what stands there. */
function useDraftMark(marking: Marking, place: Place) {
  const key = `${place.play}/${place.dimension}`
  const [drafts, setDrafts] = useState<Record<string, Draft>>({})
  const draft = drafts[key] ?? markAt(marking, place) ?? empty
  return [draft, (next: Draft) => setDrafts((all) => ({ ...all, [key]: next }))] as const
}

function useKeep(marking: Marking) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ place, mark }: { place: Place; mark: Draft }) =>
      putMark({
        path: { id: marking.id, ...place },
        body: { score: mark.score, line: mark.line, quote: mark.quote },
        throwOnError: true,
      }),
    onSuccess: (_, { place, mark }) =>
      queries.setQueryData(markingQuery(marking.id).queryKey, (now) =>
        now
          ? {
              ...now,
              marks: [
                ...now.marks.filter((one) => one.play !== place.play || one.dimension !== place.dimension),
                { ...place, ...mark },
              ],
            }
          : now,
      ),
  })
}

function Why({ error }: { error: Error | null }) {
  const t = useMarkingTexts()
  const sentence = useRefusalSentence()
  if (!(error instanceof ProblemError)) return null
  return <ErrorNote title={t('failed')}>{sentence(error)}</ErrorNote>
}

/** Sheet is what is marked: a candidate's audition or a gold one. */
export interface Sheet {
  plays: Marking['plays']
  dimensions: Marking['dimensions']
  marks: { play: number; dimension: Place['dimension']; score: number }[]
}

interface ProgressProps {
  marking: Sheet
  places: Place[]
  at: number
  onGo: (at: number) => void
  until: string
}

/** Progress is the eighteen places with what stands in them. */
export function Progress({ marking, places, at, onGo, until }: ProgressProps) {
  const t = useMarkingTexts()
  return (
    <nav className={css.progress} aria-label={t('progress', { done: marking.marks.length, of: places.length })}>
      {marking.dimensions.map((dimension, index) => (
        <div key={dimension.dimension} className={css.group}>
          <span className="s">{dimension.name}</span>
          <div className="row">
            {marking.plays.map((play, nth) => {
              const no = index * marking.plays.length + nth
              const mark = markAt(marking, { play: play.no, dimension: dimension.dimension })
              return (
                <button
                  key={play.no}
                  type="button"
                  className={css.place}
                  aria-current={no === at ? 'step' : undefined}
                  aria-label={t('markOf', { name: dimension.name, no: play.no })}
                  onClick={() => onGo(no)}
                >
                  <span className="fig">{mark ? mark.score : '·'}</span>
                </button>
              )
            })}
          </div>
        </div>
      ))}
      <span className={`xs quiet ${css.until}`}>
        <span className="fig">{t('progress', { done: marking.marks.length, of: places.length })}</span> {until}
      </span>
    </nav>
  )
}

interface AnchorsProps {
  marking: Sheet
  place: Place
  draft: { score: number }
  onScore: (score: number) => void
}

/** Anchors are what the marks of a dimension look like; one is chosen. */
export function Anchors({ marking, place, draft, onScore }: AnchorsProps) {
  const t = useMarkingTexts()
  const dimension = marking.dimensions.find((one) => one.dimension === place.dimension)
  if (!dimension) return null
  return (
    <fieldset className={css.anchors}>
      <legend>
        <h2>{t('markOf', { name: dimension.name, no: place.play })}</h2>
      </legend>
      <p className="soft">{dimension.asks}</p>
      <p className="row">
        {dimension.weight > 1 ? <span className="tag">{t('twice')}</span> : null}
        {dimension.weight === 0 ? <span className="tag">{t('knowledge')}</span> : null}
        {dimension.knockOut ? <span className="tag">{t('knockOut')}</span> : null}
      </p>
      {dimension.marks.map((words, index) => (
        <label key={words} className={css.anchor}>
          <input
            type="radio"
            name={`${place.play}/${place.dimension}`}
            checked={draft.score === index + 1}
            onChange={() => onScore(index + 1)}
          />
          <b className="fig">{index + 1}</b>
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}

function QuoteBox({ draft, busy, kept }: { draft: Draft; busy: boolean; kept: boolean }) {
  const t = useMarkingTexts()
  return (
    <div className={css.quote}>
      {draft.quote === '' ? (
        <p className="s soft">{t('quoteHow')}</p>
      ) : (
        <>
          <p className="xs quiet">{t('quote')}</p>
          <blockquote dir="auto">{draft.quote}</blockquote>
        </>
      )}
      <span className="xs quiet" role="status">
        {busy ? t('saving') : kept ? t('saved') : null}
      </span>
    </div>
  )
}

function GiveIn({ marking, onGiven }: { marking: Marking; onGiven: () => void }) {
  const t = useMarkingTexts()
  const queries = useQueryClient()
  const give = useMutation({
    mutationFn: () => submitMarking({ path: { id: marking.id }, throwOnError: true }),
    onSuccess: () => onGiven(),
    onSettled: () => queries.invalidateQueries({ queryKey: deskQuery.queryKey }),
  })
  return (
    <div className={css.giveIn}>
      <p className="s soft">{t('giveInText')}</p>
      <Why error={give.error} />
      <button type="button" className="btn" aria-busy={give.isPending} onClick={() => give.mutate()}>
        <Icon name="check" />
        {t('giveIn')}
      </button>
    </div>
  )
}
