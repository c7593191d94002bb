import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { generateSlots, type PlanWeek, publishSlots } from '../../client'
import { Acts } from '../../design/Acts'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { clock, day, weekday } from '../../i18n/format'
import { AddSlot } from './AddSlot'
import { demandQuery, gapsQuery, troubleQuery, useChange, weekQuery } from './api'
import { DemandGrid } from './DemandGrid'
import { useTexts } from './i18n'
import { Failed } from './Note'
import { PlanSlots } from './PlanSlots'
import css from './shifts.module.css'
import { useWeek, WeekNav } from './WeekNav'

/** The plan as managers make it: demand against seats, slots, gaps, and what was not kept. */
export function PlanPage() {
  const t = useTexts()
  const asked = useWeek()
  const week = useQuery(weekQuery(asked))
  const demand = useQuery(demandQuery(asked))
  return (
    <ManagePage
      title={t('planTitle')}
      lead={t('planLead')}
      action={
        <Link className="btn second" to="/manage/plan/rules">
          {t('rulesLink')}
        </Link>
      }
    >
      <PageState queries={[week, demand]} part>
        {week.data && demand.data && (
          <div className={css.split}>
            <div className={css.main}>
              <WeekNav monday={week.data.monday} />
              <p className="s soft">{week.data.byShifts ? t('byShifts') : t('byHours')}</p>
              <Acts>
                <Steps key={week.data.monday} week={week.data} />
              </Acts>
              <DemandGrid demand={demand.data} />
              <PlanSlots week={week.data} />
              <Acts>
                <AddSlot key={`add ${week.data.monday}`} week={week.data} />
              </Acts>
            </div>
            <aside className={css.side}>
              <Gaps zone={week.data.timeZone} />
              <Trouble zone={week.data.timeZone} />
            </aside>
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

/** Steps are the two of every week: plan it from demand, and publish it. */
function Steps({ week }: { week: PlanWeek }) {
  const t = useTexts()
  const [said, setSaid] = useState('')
  const body = { week: week.monday }
  const generate = useChange(async () => {
    const { slots } = await generateSlots({ body })
    setSaid(slots === 0 ? t('generatedNone') : t('generated', { count: slots }))
  })
  const publish = useChange(async () => {
    const { slots } = await publishSlots({ body })
    setSaid(t('published', { count: slots }))
  })
  const drafts = week.slots.filter((slot) => slot.state === 'draft').length
  return (
    <div className={css.steps}>
      <button
        type="button"
        className={drafts > 0 ? 'btn second' : 'btn'}
        disabled={generate.isPending}
        onClick={() => generate.mutate(undefined)}
      >
        {t('generate')}
      </button>
      {drafts > 0 && (
        <button type="button" className="btn" disabled={publish.isPending} onClick={() => publish.mutate(undefined)}>
          {t('publish', { count: drafts })}
        </button>
      )}
      <p className="s soft" role="status">
        {said}
      </p>
      <Failed error={generate.error ?? publish.error} />
    </div>
  )
}

function Gaps({ zone }: { zone: string }) {
  const t = useTexts()
  const gaps = useQuery(gapsQuery)
  return (
    <section className="card">
      <h2>{t('gaps')}</h2>
      <PageState queries={[gaps]} part>
        {gaps.data?.items.length === 0 ? (
          <p className="s quiet">{t('noGaps')}</p>
        ) : (
          <ul className={css.list}>
            {gaps.data?.items.map((gap) => (
              <li key={gap.startsAt} className={css.past}>
                <span className="s">
                  {weekday(gap.startsAt, zone)}{' '}
                  <span className="fig">
                    {clock(gap.startsAt, zone)}–{clock(gap.endsAt, zone)}
                  </span>
                </span>
                <span className="tag ember">{t('gap', { have: gap.have, want: gap.want })}</span>
              </li>
            ))}
          </ul>
        )}
      </PageState>
    </section>
  )
}

function Trouble({ zone }: { zone: string }) {
  const t = useTexts()
  const trouble = useQuery(troubleQuery)
  return (
    <section className="card">
      <h2>{t('trouble')}</h2>
      <PageState queries={[trouble]} part>
        {trouble.data?.items.length === 0 ? (
          <p className="s quiet">{t('noTrouble')}</p>
        ) : (
          <ul className={css.list}>
            {trouble.data?.items.map((each) => (
              <li key={each.shiftId} className={css.coming}>
                <b>{each.name}</b>
                <p className="s soft">
                  {day(each.startsAt, zone)}{' '}
                  <span className="fig">
                    {clock(each.startsAt, zone)}–{clock(each.endsAt, zone)}
                  </span>
                  , {each.state === 'late' ? t('minutesThere', { minutes: each.minutes }) : t('state_missed')}
                </p>
                {each.talk && <span className="tag ember">{t('talk')}</span>}
                {each.reason && <p className="s">{each.reason}</p>}
              </li>
            ))}
          </ul>
        )}
      </PageState>
    </section>
  )
}
