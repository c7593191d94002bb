import { Link } from 'react-router'
import { WideTuner } from '../../design/WideTuner'
import { Rich } from '../../i18n/rich'
import { useTexts } from './i18n'
import styles from './level.module.css'
import type { MySeason } from './types'

const seats = [1, 2, 3] as const
type Level = 0 | 1 | 2 | 3 | 4

/** The level on its scale, and how many seats it opens. */
export function LevelCard({ level, brand }: { level: MySeason['level']; brand: string }) {
  const t = useTexts()
  const names = useLevelNames()
  const name = names[level.level] ?? level.name
  return (
    <section className={`card ${styles.card}`}>
      <div className="row between">
        <h2>{t('levelTitle')}</h2>
        <b className={styles.name}>{name}</b>
      </div>
      <WideTuner
        label={t('levelScale', { level: level.level, name })}
        width={340}
        ticks={4}
        long={1}
        needle={level.level / 4}
        labels={scaleLabels(names, level.level)}
      />
      <ul className={styles.seats}>
        {seats.map((seat) => {
          const open = seat <= level.openSeats
          return (
            <li key={seat} className={open ? styles.open : styles.closed}>
              <span className="hidden">{t(open ? 'seatOpen' : 'seatClosed', { seat })}</span>
              <b className="fig" aria-hidden="true">
                {seat}
              </b>
              <span aria-hidden="true">{t(open ? 'seatOpenShort' : 'seatClosedShort')}</span>
            </li>
          )
        })}
      </ul>
      <p className="s soft">
        <Rich text={t('levelSeats', { count: level.openSeats })} />. {t('levelSeatsWhy', { brand })}
      </p>
      <Link className="s" to="/season/level">
        {t('levelMissing')}
      </Link>
    </section>
  )
}

/** The names of the five levels in the reader's language. */
export function useLevelNames(): string[] {
  const t = useTexts()
  return ([0, 1, 2, 3, 4] satisfies Level[]).map((level) => t(`level${level}`))
}

/** Both ends, and the own level between them: at most three words on a scale. */
function scaleLabels(names: string[], level: number): { at: number; text: string }[] {
  return [...new Set([0, level, 4])].map((at) => ({ at: at / 4, text: names[at] ?? '' }))
}
