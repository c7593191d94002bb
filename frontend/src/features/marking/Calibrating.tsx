import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { ProblemError } from '../../app/problem'
import { type Calibration, calibrateAgain, type MarkingDesk, submitCalibration } from '../../client'
import { ErrorNote } from '../../design/ErrorNote'
import { useRefusalSentence } from '../../design/words'
import { dayAndYear, monthName, weekdayAndClock } from '../../i18n/format'
import { deskQuery } from './api'
import { useCalibrationTexts } from './i18n'
import css from './marking.module.css'

/** Calibrating is the month's calibration: what is to do, or how close it came. */
export function Calibrating({ desk }: { desk: MarkingDesk }) {
  const t = useCalibrationTexts()
  const one = desk.calibration
  if (!one) return null
  return (
    <section className={`card ${css.free}`}>
      <h2>{t('title', { month: monthName(one.month) })}</h2>
      {desk.calibrationRequired ? <p>{t('blocked')}</p> : null}
      {one.state === 'open' ? <Open one={one} /> : <Ended one={one} />}
    </section>
  )
}

function Open({ one }: { one: Calibration }) {
  const t = useCalibrationTexts()
  const whole = one.golds.every((gold) => gold.marks === gold.of)
  return (
    <>
      <p className="soft">{t('lead', { needed: one.needed })}</p>
      <Golds one={one} />
      <p className="s quiet">{t('until', { date: dayAndYear(one.lapsesAt) })}</p>
      {whole ? <GiveIn one={one} /> : null}
    </>
  )
}

function Golds({ one }: { one: Calibration }) {
  const t = useCalibrationTexts()
  const open = one.state === 'open'
  return (
    <ol className={css.golds}>
      {one.golds.map((gold) => (
        <li key={gold.no}>
          <Link className="btn second" to={`/marking/gold/${one.id}/${gold.no}`}>
            {t('gold', { no: gold.no })}{' '}
            <b className="fig">
              {open ? gold.marks : gold.within}/{gold.of}
            </b>
          </Link>
        </li>
      ))}
    </ol>
  )
}

function GiveIn({ one }: { one: Calibration }) {
  const t = useCalibrationTexts()
  const queries = useQueryClient()
  const give = useMutation({
    mutationFn: () => submitCalibration({ path: { id: one.id }, throwOnError: true }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['calibrations'] })
      await queries.invalidateQueries({ queryKey: deskQuery.queryKey })
    },
  })
  return (
    <>
      <Refused error={give.error} />
      <button type="button" className="btn" aria-busy={give.isPending} onClick={() => give.mutate()}>
        {t('giveIn')}
      </button>
    </>
  )
}

function Ended({ one }: { one: Calibration }) {
  const t = useCalibrationTexts()
  const queries = useQueryClient()
  const again = useMutation({
    mutationFn: () => calibrateAgain({ throwOnError: true }),
    onSuccess: (desk) => queries.setQueryData(deskQuery.queryKey, desk),
  })
  const [asked] = useState(() => Date.now())
  if (one.state === 'lapsed') {
    return (
      <>
        <p>{t('lapsed')}</p>
        <Refused error={again.error} />
        <button type="button" className="btn" onClick={() => again.mutate()}>
          {t('again')}
        </button>
      </>
    )
  }
  const early = one.againAt !== undefined && Date.parse(one.againAt) > asked
  return (
    <>
      <p role="status">
        <span className={`tag ${one.state === 'passed' ? 'ok' : 'ember'}`}>
          {one.state === 'passed' ? t('passed') : t('failed')}
        </span>{' '}
        {t('within', { within: one.within, of: one.of, needed: one.needed })}
      </p>
      <p className="s soft">{t('look')}</p>
      <Golds one={one} />
      {early && one.againAt ? <p className="s quiet">{t('againAt', { when: weekdayAndClock(one.againAt) })}</p> : null}
      <Refused error={again.error} />
      {one.state === 'failed' && !early ? (
        <button type="button" className="btn" onClick={() => again.mutate()}>
          {t('again')}
        </button>
      ) : null}
    </>
  )
}

/** Refused says why something was not taken. */
export function Refused({ error }: { error: Error | null }) {
  const t = useCalibrationTexts()
  const sentence = useRefusalSentence()
  if (!(error instanceof ProblemError)) return null
  return <ErrorNote title={t('notTaken')}>{sentence(error)}</ErrorNote>
}
