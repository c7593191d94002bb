import { Link } from 'react-router'
import type { Indicator } from '../../client'
import { Icon } from '../../design/Icon'
import { number } from '../../i18n/format'
import { addressOf, type Look } from './api'
import { useTexts } from './i18n'
import styles from './indicators.module.css'
import { useFigures } from './words'

type Name = Indicator['name']

const groups: [title: 'waits' | 'answers' | 'says' | 'hands', names: Name[]][] = [
  ['waits', ['waiting', 'first_response', 'abandonment']],
  ['answers', ['first_time_right', 'acceptance', 'proposed', 'accepted', 'transfers']],
  ['says', ['satisfaction', 'response', 'spread_satisfaction', 'spread_first_time_right']],
  ['hands', ['inflow', 'concurrency', 'handling', 'deflection']],
]

/** Where an action is done. */
const places: Record<Indicator['action'], string> = {
  answer_top_reason: '/manage/articles',
  plan_seats: '/manage/plan',
  read_long: '/manage/facts',
  teach_topics: '/manage/topics',
  read_returns: '/samples',
  cover_topics: '/manage/topics',
  read_low: '/manage/ratings',
  ask_ratings: '/manage/conversations',
  calibrate: '/samples',
  answer_searches: '/manage/searches',
  more_experts: '/manage/plan',
}

/** Rows are the numbers, in the order of what customers go through. */
export function Rows({ of, look }: { of: Indicator[]; look: Look }) {
  const t = useTexts()
  return groups.map(([title, names]) => {
    const some = names.flatMap((name) => of.find((one) => one.name === name) ?? [])
    return (
      <section key={title} className={`card ${styles.card}`} aria-labelledby={`group-${title}`}>
        <h2 id={`group-${title}`}>{t(title)}</h2>
        <ul className={styles.rows}>
          {some.map((one) => (
            <Row key={one.name} one={one} look={look} />
          ))}
        </ul>
      </section>
    )
  })
}

function Row({ one, look }: { one: Indicator; look: Look }) {
  const t = useTexts()
  const { large, beside } = useFigures()
  const value = large(one.kind, one.now)
  const before = large(one.kind, one.before)
  return (
    <li className={styles.row} data-due={one.attention || undefined}>
      <div className={styles.name}>
        <h3>{t(one.name)}</h3>
        <p className="s quiet">{t(`${one.name}_what`)}</p>
      </div>
      <div className={styles.value}>
        {value === undefined ? (
          <span className="s quiet">{one.kind === 'spread' ? t('tooFewExperts') : t('nothing')}</span>
        ) : (
          <>
            <b className="fig">{one.kind === 'spread' ? t('points', { value }) : value}</b>
            <span className="s soft">{beside(one.kind, one.now).join(' · ')}</span>
            {one.kind === 'share' && <Interval of={one.now} was={one.before} />}
            <span className="s quiet">
              {[
                before === undefined
                  ? t('noBefore')
                  : t('before', { value: one.kind === 'spread' ? t('points', { value: before }) : before }),
                ...(one.target === undefined
                  ? []
                  : [
                      one.kind === 'level'
                        ? t('warnAbove', { value: number(one.target, 1) })
                        : t('target', { value: number(one.target) }),
                    ]),
              ].join(' · ')}
            </span>
          </>
        )}
      </div>
      <div className={styles.act}>
        {one.attention && (
          <span className="tag ember">
            <Icon name="flag" size={16} /> {t('due')}
          </span>
        )}
        <p className="s">
          {t(`action_${one.action}`)}{' '}
          <Link className="strong" to={places[one.action]}>
            {t(`go_${one.action}`)}
          </Link>
        </p>
        <Opens one={one} look={look} />
      </div>
    </li>
  )
}

/** Opens leads to what is behind a number: conversations, or searches. */
function Opens({ one, look }: { one: Indicator; look: Look }) {
  const t = useTexts()
  const count = one.name === 'inflow' ? (one.now.yes ?? 0) : one.now.n
  if (count === 0 || one.name === 'deflection') return null
  const to = { pathname: `/manage/indicators/${one.name}`, search: new URLSearchParams(addressOf(look)).toString() }
  const plain = one.kind === 'level' || one.kind === 'spread' || one.name === 'inflow'
  return (
    <Link className="s strong" to={to} aria-label={t('opensOf', { name: t(one.name) })}>
      {plain ? t('opensThem') : t('opens', { count })}
    </Link>
  )
}

/** Interval draws where a share truly lies, with the one before as a needle. */
function Interval({ of, was }: { of: Indicator['now']; was: Indicator['now'] }) {
  const { share = 0, low = 0, high = 0 } = of
  return (
    <svg className={styles.interval} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect y="3" width="100" height="4" className={styles.track} />
      <rect x={low * 100} y="1" width={Math.max((high - low) * 100, 0.5)} height="8" className={styles.band} />
      <rect x={share * 100 - 0.4} width="0.8" height="10" className={styles.at} />
      {was.share !== undefined && <rect x={was.share * 100 - 0.25} width="0.5" height="10" className={styles.was} />}
    </svg>
  )
}
