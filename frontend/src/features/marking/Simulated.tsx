import { Link } from 'react-router'
import type { RubricSimulation } from '../../client'
import { dayAndYear, fixed } from '../../i18n/format'
import { useRubricTexts } from './i18n'
import css from './marking.module.css'

/** Simulated tells what a rubric would have meant for past candidates: how many, and who. */
export function Simulated({ simulation }: { simulation: RubricSimulation }) {
  const t = useRubricTexts()
  const { marked, upward, downward, turns } = simulation
  return (
    <div className={css.simulated} role="status">
      <p className={css.sums}>
        <span>
          <b className="fig">{marked}</b> {t('looked', { count: marked })}
        </span>
        <span>
          <b className="fig">{upward}</b> {t('upward', { count: upward })}
        </span>
        <span>
          <b className="fig">{downward}</b> {t('downward', { count: downward })}
        </span>
      </p>
      {turns.length === 0 ? (
        <p>{marked === 0 ? t('nobodyYet') : t('nobodyTurns')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className={css.scroll} aria-label={t('byThis')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('candidate')}</th>
                <th scope="col">{t('thenWas')}</th>
                <th scope="col">{t('byThis')}</th>
              </tr>
            </thead>
            <tbody>
              {turns.map((one) => (
                <tr key={`${one.applicationId}/${one.decidedAt}`}>
                  <th scope="row">
                    <Link to={`/manage/applications/${one.applicationId}`}>{one.name}</Link>{' '}
                    <span className="xs quiet">{dayAndYear(one.decidedAt)}</span>
                  </th>
                  <td>
                    {one.passed ? t('passed') : t('failed')} <b className="fig">{fixed(one.wasTotal / 100, 2)}</b>
                  </td>
                  <td>
                    {one.passed ? t('failed') : t('passed')} <b className="fig">{fixed(one.nowTotal / 100, 2)}</b>{' '}
                    <span className="xs quiet">
                      {one.why
                        .map((why) =>
                          why === 'knock_out' ? t('knock_out') : why === 'warm_up' ? t('warm_up') : t('pass_mark'),
                        )
                        .join(', ')}
                    </span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className="s quiet">{t('nobodyChanges')}</p>
    </div>
  )
}
