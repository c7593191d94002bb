import type { Wall } from '../../../client'
import { minutes } from '../model/clocks'
import { useWallTexts } from './i18n'
import { waitsTooLong } from './wall'
import css from './wall.module.css'

/** Waits is how long customers waited, by five minutes; ember where it was too long. */
export function Waits({ wall }: { wall: Wall }) {
  const t = useWallTexts()
  const longest = Math.max(0, ...wall.waits.map((part) => part.median))
  const any = wall.waits.some((part) => part.of > 0)
  return (
    <section className={css.waits}>
      <div className="row between">
        <h3>{t('waits')}</h3>
      </div>
      {any ? (
        <>
          <div className={css.bars} role="img" aria-label={t('waitsLabel', { longest: minutes(longest) })}>
            {wall.waits.map((part) => (
              <i
                key={part.from}
                className={part.median > waitsTooLong ? css.long : undefined}
                style={{ blockSize: `${part.of > 0 ? Math.max(8, (part.median / Math.max(longest, 1)) * 100) : 2}%` }}
              />
            ))}
          </div>
          <p className="xs quiet">{t('stayed', { left: wall.left, stayed: wall.stayed })}</p>
        </>
      ) : (
        <p className="xs quiet">{t('waitsNone')}</p>
      )}
    </section>
  )
}
