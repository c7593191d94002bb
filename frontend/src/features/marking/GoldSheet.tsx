import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { type Gold, putCalibrationMark } from '../../client'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { deskQuery, goldQuery, markAt, type Place, placesOf } from './api'
import { Refused } from './Calibrating'
import { useCalibrationTexts, useMarkingTexts } from './i18n'
import { Anchors, Progress } from './MarkingSheet'
import css from './marking.module.css'
import { Transcript } from './Transcript'

/** GoldSheet is a gold audition on the raters' desk: marked like any other, and read afterwards beside what is right. */
export function GoldSheet() {
  const { id = '', no = '1' } = useParams()
  const t = useCalibrationTexts()
  const gold = useQuery(goldQuery(id, Number(no)))
  return (
    <ManagePage
      title={t('gold', { no: Number(no) })}
      lead={t('goldLead')}
      action={
        <Link className="btn second" to="/marking">
          {t('back')}
        </Link>
      }
    >
      <PageState queries={[gold]} part>
        {gold.data ? <Sheet key={`${id}/${no}`} gold={gold.data} /> : null}
      </PageState>
    </ManagePage>
  )
}

function Sheet({ gold }: { gold: Gold }) {
  const t = useMarkingTexts()
  const places = placesOf(gold)
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      places.findIndex((place) => !markAt(gold, place)),
    ),
  )
  const place = places[at] ?? { play: 1, dimension: 'patience' as const }
  const keep = useKeep(gold)
  const open = gold.state === 'open'
  const given = markAt(gold, place)
  const play = gold.plays.find((one) => one.no === place.play)
  const [chosen, setChosen] = useState<{ at: number; score: number }>() // shown before the server has it
  const score = chosen?.at === at && !keep.isError ? chosen.score : (given?.score ?? 0)
  return (
    <div className={css.sheet}>
      <Progress marking={gold} places={places} at={at} onGo={setAt} until="" />
      {play ? <Transcript play={play} /> : null}
      <section className={`card ${css.mark}`}>
        <Anchors
          marking={gold}
          place={place}
          draft={{ score }}
          onScore={(next) => {
            if (!open) return
            setChosen({ at, score: next })
            keep.mutate({ place, score: next })
          }}
        />
        {open ? null : <Right given={given} />}
        <span className="xs quiet" role="status">
          {keep.isSuccess && open ? t('saved') : null}
        </span>
        <Refused error={keep.error} />
        <div className="row">
          <button type="button" className="btn second" disabled={at === 0} onClick={() => setAt(at - 1)}>
            {t('back')}
          </button>
          <span className="grow" />
          {at < places.length - 1 ? (
            <button type="button" className="btn" disabled={open && !given} onClick={() => setAt(at + 1)}>
              {t('next')}
            </button>
          ) : null}
        </div>
      </section>
    </div>
  )
}

function useKeep(gold: Gold) {
  const queries = useQueryClient()
  const key = goldQuery(gold.calibrationId, gold.no).queryKey
  return useMutation({
    mutationFn: ({ place, score }: { place: Place; score: number }) =>
      putCalibrationMark({
        path: { id: gold.calibrationId, no: gold.no, ...place },
        body: { score },
        throwOnError: true,
      }),
    onSuccess: (_, { place, score }) => {
      queries.setQueryData(key, (now) =>
        now
          ? {
              ...now,
              marks: [
                ...now.marks.filter((one) => one.play !== place.play || one.dimension !== place.dimension),
                { ...place, score },
              ],
            }
          : now,
      )
      void queries.invalidateQueries({ queryKey: deskQuery.queryKey })
    },
  })
}

function Right({ given }: { given: Gold['marks'][number] | undefined }) {
  const t = useCalibrationTexts()
  if (!given?.gold) return null
  return (
    <div className={css.quote}>
      <p>
        <b className="fig">{given.gold}</b> {t('right')}{' '}
        <span className="soft">{t('youGave', { score: given.score })}</span>
      </p>
      {given.why ? <p className="s soft">{given.why}</p> : null}
    </div>
  )
}
