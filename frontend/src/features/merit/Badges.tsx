import { EmptyState } from '../../design/EmptyState'
import { Icon } from '../../design/Icon'
import { day } from '../../i18n/format'
import type { Badge, Step } from './api'
import { useTexts } from './i18n'
import css from './merit.module.css'
import { drawnOn, useBadgeName } from './words'

/** Badges are what was earned, and how far one is with the rest: the nearest first. */
export function Badges({ badges, steps }: { badges: readonly Badge[]; steps: readonly Step[] }) {
  const t = useTexts()
  const name = useBadgeName()
  const nearest = [...steps].sort((a, b) => b.have / b.need - a.have / a.need)
  return (
    <section className={`card ${css.card}`}>
      <h2>{t('badges')}</h2>
      {badges.length === 0 ? (
        <EmptyState title={t('noBadges')} birds={[{ bird: 2, x: 160 }]}>
          {t('noBadgesText')}
        </EmptyState>
      ) : (
        <ul className={css.medals}>
          {badges.map((one) => (
            <li key={`${one.code} ${one.product}`} className={css.medal}>
              <Disc code={one.code} />
              <b>{name(one)}</b>
              <span className="s soft">{t(`for_${one.code}`)}</span>
              <span className="s quiet">{t('earned', { date: day(one.earnedAt) })}</span>
            </li>
          ))}
        </ul>
      )}
      {nearest.length > 0 ? (
        <>
          <h3>{t('toCome')}</h3>
          <ul className={css.steps}>
            {nearest.map((one) => (
              <li key={`${one.code} ${one.product}`}>
                <div>
                  <b>{name(one)}</b>
                  <p className="s soft">{t(`for_${one.code}`)}</p>
                </div>
                <span className="fig">{t('step', { have: one.have, need: one.need })}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

/** Disc is the badge itself: gold, because it was earned. */
export function Disc({ code, label }: { code: Badge['code']; label?: string }) {
  return (
    <span className={css.disc} title={label}>
      <Icon name={drawnOn[code]} />
      {label ? <span className="hidden">{label}</span> : null}
    </span>
  )
}
