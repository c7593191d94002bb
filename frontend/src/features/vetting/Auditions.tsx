import { queryOptions, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Application, type AuditionReport, acceptApplication, listApplicationAuditions } from '../../client'
import { useReads } from '../../design/Acts'
import { Dialog } from '../../design/Dialog'
import { AreaField } from '../../design/fields'
import { Section } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { dayAndYear, fixed } from '../../i18n/format'
import css from './auditions.module.css'
import { useTexts } from './i18n'
import { useAuditionTexts } from './i18n/audition'
import styles from './vetting.module.css'

function reportsQuery(id: string) {
  return queryOptions({
    queryKey: ['applications', 'auditions', id],
    queryFn: ({ signal }) => listApplicationAuditions({ path: { id }, signal }),
  })
}

/** Auditions are what staff see of an application's attempts: after the decision everything but who marked. */
export function Auditions({ application }: { application: Application }) {
  const t = useAuditionTexts()
  const began =
    application.state === 'auditioning' || application.state === 'accepted' || application.state === 'rejected'
  const reports = useQuery({ ...reportsQuery(application.id), enabled: began })
  const items = reports.data?.items ?? []
  if (!began || (items.length === 0 && application.state !== 'auditioning')) return null
  return (
    <Section title={t('title')}>
      <PageState queries={[reports]} part>
        {items.length === 0 ? <p className="soft">{t('none')}</p> : null}
        {items.map((report, index) => (
          <Attempt key={report.id} report={report} application={application} newest={index === 0} />
        ))}
      </PageState>
    </Section>
  )
}

const colour = { open: '', submitted: '', passed: ' ok', failed: '' }

function Attempt(props: { report: AuditionReport; application: Application; newest: boolean }) {
  const { report, application, newest } = props
  const t = useAuditionTexts()
  const { attempt, state, feedback, gold } = report
  const mayChoose = !useReads()
  return (
    <article className={css.attempt} aria-label={t('attempt', { no: attempt })}>
      <p className="row">
        <b>{t('attempt', { no: attempt })}</b>
        <span className={`tag${colour[state]}`}>{t(state)}</span>
        {gold ? <span className="tag">{gold === 'in_use' ? t('goldIn') : t('goldOut')}</span> : null}
      </p>
      {report.withheld ? (
        <p className="soft s">{t('withheld')}</p>
      ) : (
        <When report={report} retake={newest && application.state === 'auditioning'} />
      )}
      {feedback ? (
        <>
          {feedback.result.why.map((why) => (
            <p key={why} className="s">
              {why === 'knock_out' ? t('knock_out') : why === 'warm_up' ? t('warm_up') : t('pass_mark')}
            </p>
          ))}
          <Marks report={report} />
          {report.plays.map((play) => (
            <details key={play.no}>
              <summary className="s">{t('play', { no: play.no, name: play.customer })}</summary>
              <Lines report={report} no={play.no} />
            </details>
          ))}
          {mayChoose && !gold ? (
            <Link className="btn second small" to={`/manage/gold/${application.id}/${report.id}`}>
              {t('gold')}
            </Link>
          ) : null}
        </>
      ) : null}
    </article>
  )
}

function When({ report, retake }: { report: AuditionReport; retake: boolean }) {
  const t = useAuditionTexts()
  const [now] = useState(() => Date.now())
  const { openedAt, submittedAt, decidedAt, retakeAt, feedback } = report
  if (!submittedAt) return <p className="soft s">{t('openText', { date: dayAndYear(openedAt) })}</p>
  if (!decidedAt || !feedback) return <p className="soft s">{t('submittedText', { date: dayAndYear(submittedAt) })}</p>
  const { raters, total, passMark } = feedback.result
  return (
    <>
      <p className="soft s">
        {t('decidedText', {
          date: dayAndYear(decidedAt),
          count: raters,
          total: fixed(total / 100, 2),
          mark: fixed(passMark / 100, 2),
        })}
      </p>
      {raters > 2 ? <p className="soft s">{t('third')}</p> : null}
      {retake && retakeAt ? (
        <p className="s">{Date.parse(retakeAt) > now ? t('retake', { date: dayAndYear(retakeAt) }) : t('retakeNow')}</p>
      ) : null}
    </>
  )
}

/** Marks shows what each rater gave, three conversations in a row, beside what it came to. */
function Marks({ report }: { report: AuditionReport }) {
  const t = useAuditionTexts()
  const given = (rater: number, dimension: string) =>
    report.sheets
      .find((one) => one.rater === rater)
      ?.marks.filter((one) => one.dimension === dimension)
      .sort((a, b) => a.play - b.play)
      .map((one) => one.score) ?? []
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={css.scroll} aria-label={t('marks')} tabIndex={0}>
      <table className={css.marks}>
        <caption className="hidden">{t('marks')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('dimension')}</th>
            {report.sheets.map((one) => (
              <th key={one.rater} scope="col">
                {t('rater', { no: one.rater })}
              </th>
            ))}
            <th scope="col">{t('agreed')}</th>
          </tr>
        </thead>
        <tbody>
          {report.feedback?.dimensions.map((one) => (
            <tr key={one.dimension}>
              <th scope="row">{t(one.dimension)}</th>
              {report.sheets.map((sheet) => (
                <td key={sheet.rater} className="fig">
                  {given(sheet.rater, one.dimension).join(' · ')}
                </td>
              ))}
              <td className="fig">
                <b>{fixed(one.mark / 100, 2)}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Lines is a transcript with the marks that rest on each of the candidate's messages. */
function Lines({ report, no }: { report: AuditionReport; no: number }) {
  const t = useAuditionTexts()
  const play = report.plays.find((one) => one.no === no)
  if (!play) return null
  const resting = (seq: number) =>
    report.sheets.flatMap((sheet) =>
      sheet.marks
        .filter((mark) => mark.play === no && mark.line === seq)
        .map((mark) => ({ rater: sheet.rater, ...mark })),
    )
  return (
    <div className={css.lines}>
      {play.lines.map((line) => (
        <div key={line.seq} className={line.by === 'candidate' ? css.own : css.theirs}>
          <span className="xs quiet">{line.by === 'candidate' ? t('candidate') : play.customer}</span>
          <p dir="auto">{line.text}</p>
          {resting(line.seq).length > 0 ? (
            <details className="xs">
              <summary>{t('quotes')}</summary>
              <ul>
                {resting(line.seq).map((mark) => (
                  <li key={`${mark.rater}/${mark.dimension}`}>
                    <b className="fig">{mark.score}</b> {t(mark.dimension)}, {t('rater', { no: mark.rater })}: “
                    {mark.quote}”
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </div>
      ))}
    </div>
  )
}

interface AcceptProps {
  application: Application
  mutate: (act: () => Promise<Application>, options?: { onSuccess: () => void }) => void
}

/** Accept takes who passed; who did not is taken with a reason, which is kept. */
export function Accept({ application, mutate }: AcceptProps) {
  const t = useAuditionTexts()
  const words = useTexts()
  const { id, name } = application
  const reports = useQuery(reportsQuery(id))
  const [asks, setAsks] = useState(false)
  const [why, setWhy] = useState('')
  const passed = reports.data?.items[0]?.state === 'passed'
  if (!reports.data) return null
  const ready = why.trim().length >= 3
  return (
    <>
      {passed ? (
        <button
          type="button"
          className="btn"
          onClick={() => mutate(() => acceptApplication({ path: { id }, body: {} }))}
        >
          {words('accept')}
        </button>
      ) : (
        <button type="button" className="btn second" onClick={() => setAsks(true)}>
          {t('acceptAnyway')}
        </button>
      )}
      {asks ? (
        <Dialog title={t('acceptTitle', { name })} lead={t('acceptLead')} onClose={() => setAsks(false)}>
          <div className={styles.stack}>
            <AreaField label={t('why')} hint={t('whyHint')} value={why} onChange={setWhy} maxLength={500} required />
            <div className={styles.actions}>
              <button
                type="button"
                className="btn"
                aria-disabled={!ready}
                onClick={() =>
                  ready &&
                  mutate(() => acceptApplication({ path: { id }, body: { override: why.trim() } }), {
                    onSuccess: () => setAsks(false),
                  })
                }
              >
                {t('acceptAnyway')}
              </button>
              <button type="button" className="btn second" onClick={() => setAsks(false)}>
                {t('cancel')}
              </button>
            </div>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

/** Overridden says why somebody was accepted who had not passed. */
export function Overridden({ application }: { application: Application }) {
  const t = useAuditionTexts()
  if (application.state !== 'accepted' || !application.note) return null
  return (
    <p className="s soft">
      {t('accepted')}: “{application.note}”
    </p>
  )
}
