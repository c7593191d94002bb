import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { type GoldListed, type RaterListed, retireGoldAudition } from '../../client'
import { Acts } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { dayAndYear, monthAndYear } from '../../i18n/format'
import { goldsQuery, ratersQuery } from './api'
import { Refused } from './Calibrating'
import { useCalibrationTexts } from './i18n'
import css from './marking.module.css'

/** RatersPage is who marks and how close to gold, and the gold itself. */
export function RatersPage() {
  const t = useCalibrationTexts()
  const raters = useQuery(ratersQuery)
  const golds = useQuery(goldsQuery)
  return (
    <ManagePage
      title={t('raters')}
      lead={t('ratersLead')}
      action={
        <Link className="btn second" to="/manage/rubric">
          {t('toRubric')}
        </Link>
      }
    >
      <PageState queries={[raters, golds]} part>
        {golds.data ? <Golds all={golds.data.items} /> : null}
        {raters.data ? <Raters all={raters.data.items} /> : null}
      </PageState>
    </ManagePage>
  )
}

function Raters({ all }: { all: RaterListed[] }) {
  const t = useCalibrationTexts()
  return (
    <section className={`card ${css.rubric}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={css.scroll} aria-label={t('raters')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('rater')}</th>
              <th scope="col">{t('month')}</th>
              <th scope="col">{t('close')}</th>
              <th scope="col">{t('marked')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.name} {one.blocked ? <span className="tag ember">{t('stopped')}</span> : null}
                </th>
                <td>
                  {one.month ? monthAndYear(one.month) : null}{' '}
                  <span className={one.state === 'passed' ? 'tag ok' : 'soft'}>{stateOf(one, t)}</span>
                </td>
                <td className="fig">{one.of > 0 ? `${one.within}/${one.of}` : '·'}</td>
                <td className="fig">{one.marked}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

/** stateOf is how far a rater's last calibration is. */
function stateOf({ state }: RaterListed, t: ReturnType<typeof useCalibrationTexts>): string {
  if (state === undefined) return t('never')
  if (state === 'open') return t('running')
  return state === 'lapsed' ? t('notDone') : t(state)
}

function Golds({ all }: { all: GoldListed[] }) {
  const t = useCalibrationTexts()
  const queries = useQueryClient()
  const retire = useMutation({
    mutationFn: (id: string) => retireGoldAudition({ path: { id }, throwOnError: true }),
    onSettled: () => queries.invalidateQueries({ queryKey: goldsQuery.queryKey }),
  })
  return (
    <section className={`card ${css.rubric}`}>
      <h2>{t('golds')}</h2>
      {all.length === 0 ? (
        <EmptyState title={t('noGold')}>{t('noGoldText')}</EmptyState>
      ) : (
        <p className="soft">{t('goldsText')}</p>
      )}
      <Refused error={retire.error} />
      <ul className={css.versions}>
        {all.map((one) => (
          <li key={one.id} className="row">
            <span className="grow">
              <b>{one.title}</b>
              <br />
              <span className="s quiet">
                {t('chosenBy', { name: one.chosenBy, date: dayAndYear(one.chosenAt) })} ·{' '}
                {one.drawn === 0 ? t('notDrawn') : t('drawn', { count: one.drawn })}
              </span>
            </span>
            {one.retiredAt ? (
              <span className="tag">{t('retired')}</span>
            ) : (
              <Acts>
                <button type="button" className="btn second small" onClick={() => retire.mutate(one.id)}>
                  {t('retire')}
                </button>
              </Acts>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
