import type { Audition, DimensionFeedback, Feedback as FeedbackData } from '../../../client'
import { Tuner } from '../../../design/Tuner'
import { fixed } from '../../../i18n/format'
import css from './audition.module.css'
import { useAuditionTexts } from './i18n'
import { PlayThread } from './PlayThread'

/** markOf writes hundredths as 3.50. */
export function markOf(hundredths: number): string {
  return fixed(hundredths / 100, 2)
}

/** Feedback is the sum of a decision, a word for each dimension, and everything that was said. */
export function Feedback({ audition, feedback }: { audition: Audition; feedback: FeedbackData }) {
  const t = useAuditionTexts()
  return (
    <>
      <Sum feedback={feedback} />
      {feedback.dimensions.map((one) => (
        <DimensionCard key={one.dimension} one={one} />
      ))}
      <section className={`card ${css.stack}`}>
        <h2>{t('transcripts')}</h2>
        {audition.plays.map((play) => (
          <details key={play.no} className={css.transcript}>
            <summary className="strong">
              {t('play', { no: play.no })}: {play.customer}
            </summary>
            <div className={css.log}>
              <PlayThread label={t('messagesWith', { name: play.customer })} lines={play.lines} />
            </div>
          </details>
        ))}
      </section>
      <Review audition={audition} />
    </>
  )
}

function Sum({ feedback: { result } }: { feedback: FeedbackData }) {
  const t = useAuditionTexts()
  return (
    <section className={`card ${css.stack}`}>
      <h2>{t('sum')}</h2>
      <table className={css.sum}>
        <tbody>
          <tr>
            <th scope="row">{t('social')}</th>
            <td className="fig">{markOf(result.social)}</td>
            <td className="fig quiet">× {result.socialShare} %</td>
          </tr>
          <tr>
            <th scope="row">{t('knowledge')}</th>
            <td className="fig">{markOf(result.knowledge)}</td>
            <td className="fig quiet">× {100 - result.socialShare} %</td>
          </tr>
          <tr className={css.total}>
            <th scope="row">{t('total')}</th>
            <td className="fig">{markOf(result.total)}</td>
            <td className="quiet">{t('passMark', { mark: markOf(result.passMark) })}</td>
          </tr>
        </tbody>
      </table>
      {result.why.map((why) => (
        <p key={why}>
          {why === 'knock_out' ? t('why_knock_out') : why === 'warm_up' ? t('why_warm_up') : t('why_pass_mark')}
        </p>
      ))}
    </section>
  )
}

function DimensionCard({ one }: { one: DimensionFeedback }) {
  const t = useAuditionTexts()
  return (
    <section className={`card ${css.stack}`}>
      <div className={css.bar}>
        <h2>{one.name}</h2>
        <span className="grow" />
        <b className={`fig ${css.mark}`}>{markOf(one.mark)}</b>
      </div>
      <Tuner
        band={[0.75, 1]}
        needle={(one.mark - 100) / 400}
        labels={[1, 2, 3, 4, 5].map((n) => ({ at: (n - 1) / 4, text: String(n) }))}
        label={`${one.name}: ${markOf(one.mark)}`}
      />
      <p>{one.saw}</p>
      <p className="xs quiet">{t('byPlay', { marks: one.byPlay.map((m) => fixed(m / 100, 1)).join(' · ') })}</p>
      {one.best ? <Quote title={t('said')} text={one.best.quote} /> : null}
      {one.weakest ? <Quote title={t('better')} text={one.weakest.quote} /> : null}
      {one.next ? (
        <p>
          <b>{t('nextTime')}.</b> {one.next}
        </p>
      ) : null}
    </section>
  )
}

function Quote({ title, text }: { title: string; text: string }) {
  return (
    <figure className={css.quote}>
      <figcaption className="xs quiet">{title}</figcaption>
      <blockquote dir="auto">{text}</blockquote>
    </figure>
  )
}

function Review({ audition }: { audition: Audition }) {
  const t = useAuditionTexts()
  const warmUp = audition.warmUp
  if (!warmUp?.review) return null
  return (
    <section className={`card ${css.stack}`}>
      <h2>{t('review')}</h2>
      <p className="soft">{t('warmUpPoints', { points: warmUp.points, of: warmUp.of })}</p>
      <ol className={css.review}>
        {warmUp.review.map((one) => (
          <li key={one.question}>
            <b>{warmUp.questions.find((q) => q.id === one.question)?.ask}</b>
            <span className={one.right ? 'tag ok' : 'tag'}>{one.right ? t('right') : t('wrong')}</span>
            <p className="s">{one.explanation}</p>
            <p className="xs quiet">{t('source', { source: one.source })}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
