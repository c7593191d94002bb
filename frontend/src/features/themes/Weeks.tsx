import { useId } from 'react'
import { number } from '../../i18n/format'
import type { Theme } from './api'
import { useTexts } from './i18n'
import styles from './themes.module.css'

/** Nine weeks as bars; the week that is looked at stands out, and who cannot see them hears the numbers. */
export function Weeks({ theme: { weeks } }: { theme: Theme }) {
  const t = useTexts()
  const id = useId()
  const most = Math.max(1, ...weeks)
  return (
    <figure className={styles.weeks} aria-labelledby={id}>
      <svg viewBox={`0 0 ${weeks.length * 10 - 2} 32`} preserveAspectRatio="none" aria-hidden="true">
        {weeks.map((count, index) => {
          const height = count === 0 ? 1 : Math.max(2, (count / most) * 32)
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a week has no other name here
              key={index}
              className={index === weeks.length - 1 ? styles.now : styles.then}
              x={index * 10}
              y={32 - height}
              width="8"
              height={height}
              rx="1.5"
            />
          )
        })}
      </svg>
      <figcaption className="hidden" id={id}>
        {t('weeks', { counts: weeks.map((count) => number(count)).join(', ') })}
      </figcaption>
    </figure>
  )
}
