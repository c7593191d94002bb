import { number } from '../../i18n/format'
import { useTexts } from './i18n'
import { type Outcome, share } from './order'
import styles from './searches.module.css'

/** FunnelHead names the columns of funnels on a wide screen; each figure says its own name to who cannot see them. */
export function FunnelHead({ first }: { first: string }) {
  const t = useTexts()
  return (
    <div className={`${styles.columns} ${styles.funnel}`} aria-hidden="true">
      <span>{first}</span>
      <span>{t('shown')}</span>
      <span>{t('opened')}</span>
      <span className={styles.solvedKey}>{t('solved')}</span>
      <span className={styles.askedKey}>{t('asked')}</span>
    </div>
  )
}

/** Figures are shown, opened, solved and still asked, each with its share of what was shown. */
export function Figures({ of }: { of: Outcome }) {
  const t = useTexts()
  const cells = [
    ['shown', of.shown],
    ['opened', of.opened],
    ['solved', of.solved],
    ['asked', of.asked],
  ] as const
  return (
    <dl className={styles.figures}>
      {cells.map(([name, count]) => {
        const part = name === 'shown' ? undefined : share(count, of.shown)
        return (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd>
              <b className="fig">{number(count)}</b>
              {part !== undefined && <span className="xs quiet fig">{t('percent', { part: number(part) })}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

/** Bar draws the same: how much of what was shown was opened, and of it what helped and what was asked all the same. */
export function Bar({ of }: { of: Outcome }) {
  if (of.shown === 0) return null
  const part = (count: number) => (count / of.shown) * 100
  const solved = part(of.solved)
  const asked = Math.min(part(of.asked), 100 - solved)
  return (
    <svg className={styles.drawn} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect width="100" height="6" className={styles.all} />
      <rect width={Math.max(part(of.opened), solved)} height="6" className={styles.opened} />
      <rect width={solved} height="6" className={styles.solved} />
      <rect x={100 - asked} width={asked} height="6" className={styles.askedAll} />
    </svg>
  )
}
