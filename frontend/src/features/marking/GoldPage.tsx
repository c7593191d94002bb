import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { type AuditionReport, putGoldAudition, type RightMark } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { SelectField, TextField } from '../../design/fields'
import { ManagePage, Section } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { goldsQuery, reportsQuery } from './api'
import { Refused } from './Calibrating'
import { useCalibrationTexts, useRubricTexts } from './i18n'
import css from './marking.module.css'

/** GoldPage gives a decided audition the marks that are right. */
export function GoldPage() {
  const t = useCalibrationTexts()
  const { application = '', id = '' } = useParams()
  const reports = useQuery(reportsQuery(application))
  const report = reports.data?.items.find((one) => one.id === id)
  return (
    <ManagePage
      title={t('choose')}
      lead={t('chooseLead')}
      action={
        <Link className="btn second" to={`/manage/applications/${application}?state=auditioning`}>
          {t('back')}
        </Link>
      }
    >
      <PageState queries={[reports]} part>
        {report?.gold ? <Already report={report} /> : null}
        {report?.feedback && !report.gold ? (
          <div className={css.goldForm}>
            <Form report={report} />
            <Said report={report} />
          </div>
        ) : null}
      </PageState>
    </ManagePage>
  )
}

/** Already says that an audition is gold: its marks are not chosen again. */
function Already({ report }: { report: AuditionReport }) {
  const t = useCalibrationTexts()
  return (
    <section className="card">
      <EmptyState title={t('goldAlready')} action={<Link to="/manage/raters">{t('raters')}</Link>}>
        {report.gold === 'in_use' ? t('goldAlreadyText') : t('goldRetiredText')}
      </EmptyState>
    </section>
  )
}

/** Said is what the marks are about, beside them. */
function Said({ report }: { report: AuditionReport }) {
  const t = useCalibrationTexts()
  return (
    <section className={`card ${css.read}`} aria-label={t('read')}>
      <h2>{t('read')}</h2>
      {report.plays.map((play) => (
        <details key={play.no} open={play.no === 1}>
          <summary className="s">{t('conversation', { no: play.no, name: play.customer })}</summary>
          <div className={css.lines}>
            {play.lines.map((line) => (
              <div key={line.seq} className={line.by === 'candidate' ? css.own : css.theirs}>
                <span className="xs quiet">{line.by === 'candidate' ? t('candidate') : play.customer}</span>
                <p dir="auto">{line.text}</p>
              </div>
            ))}
          </div>
        </details>
      ))}
    </section>
  )
}

/** agreed is where gold begins: what the raters came to, in whole marks. */
function agreed(report: AuditionReport): RightMark[] {
  return (report.feedback?.dimensions ?? []).flatMap((one) =>
    one.byPlay.map((mark, index) => ({
      play: index + 1,
      dimension: one.dimension,
      score: Math.floor((mark + 50) / 100),
      why: '',
    })),
  )
}

function Form({ report }: { report: AuditionReport }) {
  const t = useCalibrationTexts()
  const name = useRubricTexts()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [marks, setMarks] = useState(() => agreed(report))
  const put = (next: RightMark) =>
    setMarks((all) => all.map((one) => (one.play === next.play && one.dimension === next.dimension ? next : one)))
  const choose = useMutation({
    mutationFn: () => putGoldAudition({ path: { id: report.id }, body: { marks }, throwOnError: true }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: goldsQuery.queryKey })
      await queries.invalidateQueries({ queryKey: ['applications'] })
      void navigate('/manage/raters')
    },
  })
  return (
    <section className={`card ${css.rubric}`}>
      {report.feedback?.dimensions.map(({ dimension }, index) => (
        <Section key={dimension} title={name(dimension)} first={index === 0}>
          {marks
            .filter((one) => one.dimension === dimension)
            .map((one) => (
              <div key={one.play} className={css.right}>
                <SelectField
                  label={t('mark', { name: name(dimension), no: one.play })}
                  value={String(one.score)}
                  onChange={(score) => put({ ...one, score: Number(score) })}
                  options={['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))}
                />
                <TextField
                  label={t('why')}
                  maxLength={300}
                  value={one.why ?? ''}
                  onChange={(why) => put({ ...one, why })}
                />
              </div>
            ))}
        </Section>
      ))}
      <p className="s quiet">{t('whyAll')}</p>
      <Refused error={choose.error} />
      <Acts>
        <button type="button" className="btn" aria-busy={choose.isPending} onClick={() => choose.mutate()}>
          {t('choose')}
        </button>
      </Acts>
    </section>
  )
}
