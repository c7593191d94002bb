import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { Icon } from '../../../design/Icon'
import { number } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { myPromisesQuery } from '../../../queries/followUps'
import { usePromiseTexts } from './i18n'
import { allPromises, promiseParam } from './place'
import css from './promises.module.css'
import { urgencyOf } from './when'

/** PromisesButton opens my promises beside the lanes; its count is ember when one is due today or late. */
export function PromisesButton() {
  const t = usePromiseTexts()
  const [params, setParams] = useSearchParams()
  const minute = Math.floor(useServerSecond() / 60) * 60_000
  const promises = useQuery(myPromisesQuery).data ?? []
  const due = promises.filter((each) => urgencyOf(each.dueAt, minute) !== 'later').length
  const open = params.has(promiseParam)
  const toggle = () => {
    const next = new URLSearchParams(params)
    if (open) next.delete(promiseParam)
    else next.set(promiseParam, allPromises)
    setParams(next)
  }
  return (
    <>
      <button
        type="button"
        id="promises-button"
        className={`btn second small ${css.button}`}
        aria-expanded={open}
        aria-label={promises.length > 0 ? `${t('mine')}, ${t('count', { count: promises.length })}` : t('mine')}
        onClick={toggle}
      >
        <Icon name="alarm" />
        <span className={css.word}>{t('mineShort')}</span>
        {promises.length > 0 ? (
          <b className={due > 0 ? `fig ${css.countDue}` : 'fig'}>{number(promises.length)}</b>
        ) : null}
      </button>
      <span className="hidden" role="status">
        {due > 0 ? t('dueNews', { count: due }) : ''}
      </span>
    </>
  )
}
