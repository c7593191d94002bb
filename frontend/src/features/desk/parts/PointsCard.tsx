import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { PointsChip } from '../../../design/PointsChip'
import { useCount } from '../../../design/useCount'
import { Why, type WhyRow } from '../../../design/Why'
import { number, ordinal } from '../../../i18n/format'
import { useServerSecond } from '../../../live/serverTime'
import { useBaseWords } from '../../../points/awardWords'
import { awardsQuery, pointsQuery } from '../../../queries'
import type { Award, Step } from '../../../queries/types'
import { type DeskTexts, useDeskTexts } from '../i18n'
import { exactOf, factorsOf, newestSettled, sumLine } from '../model/steps'
import css from './side.module.css'

const justNow = 15 * 60

/** PointsCard is what I can spend, what is on its way, and the last thing that settled with its arithmetic. */
export function PointsCard() {
  const t = useDeskTexts()
  const points = useQuery(pointsQuery).data
  const award = newestSettled(useQuery(awardsQuery).data?.items ?? [])
  const shown = useCount(points?.available)
  return (
    <section className={`card ${css.points}`}>
      <div className="row between top">
        <div>
          <div className="s quiet">{t('toSpend')}</div>
          <div className={`fig ${css.big}`}>{points ? number(shown) : ' '}</div>
        </div>
        <div className={css.way}>
          <div className="s quiet">{t('onItsWay')}</div>
          {points ? <PointsChip points={points.pending} pending unsigned size="medium" /> : null}
        </div>
      </div>
      {points && points.reserved > 0 ? (
        <div className={`row between s ${css.reserved}`}>
          <span className="quiet">{t('setAside')}</span>
          <PointsChip points={points.reserved} reserved unsigned />
        </div>
      ) : null}
      <div className={css.settled}>
        {award ? <Settled award={award} t={t} /> : <p className="s quiet">{t('nothingSettled')}</p>}
      </div>
    </section>
  )
}

function Settled({ award, t }: { award: Award; t: DeskTexts }) {
  const now = useServerSecond()
  const fresh = now - Date.parse(award.settledAt ?? award.settleAt) / 1_000 < justNow
  return (
    <>
      <div className="row between">
        <div className={`s ${css.what}`}>
          <b className="strong">{fresh ? t('settledNow') : t('settledLast')}</b>
          <p className="quiet">{award.question}</p>
        </div>
        <PointsChip points={award.points} />
      </div>
      <div className={`row s ${css.sum}`}>
        <span className="fig">{sumLine(award, (value) => number(value, 2))}</span>
        <span className="grow" />
        <AwardWhy award={award} t={t} />
      </div>
    </>
  )
}

function AwardWhy({ award, t }: { award: Award; t: DeskTexts }) {
  const baseWords = useBaseWords()
  const rows: WhyRow[] = factorsOf(award).map((step, index) => ({
    label: stepWords(step, award, t, baseWords),
    figure: (index === 0 ? '' : '× ') + number(step.factor, 2),
  }))
  const exact = exactOf(award)
  const rounded = exact !== award.arithmetic.points
  return (
    <Why
      title={award.question}
      rows={rows}
      total={{
        label: rounded ? t('stepRounded', { exact: number(exact, 2) }) : t('stepTotal'),
        figure: number(award.arithmetic.points),
      }}
      links={
        <>
          <span className="quiet">{t('ruleSet', { version: award.ruleSet })}</span>
          <Link to={`/season?entry=${award.id}`}>{t('seeEntry')}</Link>
        </>
      }
    >
      {t('whyQuestion')}
    </Why>
  )
}

/** stepWords says what a figure stands for, in the reader's language, from the server's stable word. */
export function stepWords(
  step: Step,
  award: Pick<Award, 'difficulty'>,
  t: DeskTexts,
  baseWords: (detail: string) => string,
): string {
  const count = Number(step.detail.split('_').at(-1)) || 0
  switch (step.key) {
    case 'base':
      return baseWords(step.detail)
    case 'difficulty':
      if ((award.difficulty ?? 0) >= 3) return t('stepDifficulty3')
      return award.difficulty === 2 ? t('stepDifficulty2') : t('stepDifficulty1')
    case 'quality':
      if (step.detail === 'unrated') return t('stepUnrated')
      return step.detail.startsWith('uncontrollable') ? t('stepUncontrollable') : t('stepStars', { count })
    case 'campaign':
      return t('stepCampaign')
    case 'dailyCurve':
      return t('stepDailyCurve', { place: ordinal(count) })
    default:
      return step.detail
  }
}
