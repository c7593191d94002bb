import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ProblemError } from '../../app/problem'
import { type MarkingDesk, takeMarking } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { useRefusalSentence } from '../../design/words'
import { weekdayAndClock } from '../../i18n/format'
import { deskQuery, markingQuery } from './api'
import { Calibrating } from './Calibrating'
import { useMarkingTexts } from './i18n'
import { MarkingSheet } from './MarkingSheet'
import css from './marking.module.css'

/** MarkingPage is the raters' desk: take the audition that waits longest, and mark it without knowing whose it is. */
export function MarkingPage() {
  const t = useMarkingTexts()
  const desk = useQuery(deskQuery)
  const [given, setGiven] = useState(false)
  const open = desk.data?.open ?? ''
  const marking = useQuery(markingQuery(open))
  return (
    <ManagePage title={t('title')} lead={t('lead')}>
      <PageState queries={[desk]} part>
        {desk.data && !open ? (
          <div className={css.desk}>
            <Calibrating desk={desk.data} />
            <Free desk={desk.data} given={given} />
          </div>
        ) : null}
        {open ? (
          <PageState queries={[marking]} part>
            {marking.data ? (
              <MarkingSheet
                marking={marking.data}
                until={desk.data?.until ? t('until', { when: weekdayAndClock(desk.data.until) }) : ''}
                onGiven={() => setGiven(true)}
              />
            ) : null}
          </PageState>
        ) : null}
      </PageState>
    </ManagePage>
  )
}

function Free({ desk, given }: { desk: MarkingDesk; given: boolean }) {
  const t = useMarkingTexts()
  const sentence = useRefusalSentence()
  const queries = useQueryClient()
  const take = useMutation({
    mutationFn: () => takeMarking({ throwOnError: true }),
    onSuccess: (marking) => queries.setQueryData(markingQuery(marking.id).queryKey, marking),
    onSettled: () => queries.invalidateQueries({ queryKey: deskQuery.queryKey }),
  })
  if (desk.calibrationRequired) return null
  if (!desk.may) {
    if (desk.calibration) return null
    return (
      <section className="card">
        <EmptyState title={t('notRater')}>{t('notRaterText')}</EmptyState>
      </section>
    )
  }
  return (
    <section className={`card ${css.free}`}>
      {given ? <p role="status">{t('done')}</p> : null}
      {desk.waiting > 0 ? (
        <>
          <h2>{t('waiting', { count: desk.waiting })}</h2>
          <button type="button" className="btn" aria-busy={take.isPending} onClick={() => take.mutate()}>
            {t('take')}
          </button>
        </>
      ) : (
        <EmptyState title={t('nobody')}>{t('nobodyText')}</EmptyState>
      )}
      {take.error instanceof ProblemError ? <ErrorNote title={t('failed')}>{sentence(take.error)}</ErrorNote> : null}
      {desk.givenIn > 0 ? <p className="s quiet">{t('givenIn', { count: desk.givenIn })}</p> : null}
    </section>
  )
}
