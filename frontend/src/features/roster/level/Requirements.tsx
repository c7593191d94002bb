import { Icon } from '../../../design/Icon'
import { number } from '../../../i18n/format'
import type { Requirement } from './api'
import { useTexts } from './i18n'
import styles from './level.module.css'
import { figure, isMean, isShare, part } from './words'

const ticks = 20

/** What a level asks for, row by row: the figure, how far it is, and why it is counted so. */
export function Requirements({ all, keeping }: { all: Requirement[]; keeping?: boolean }) {
  return (
    <ul className={styles.requirements}>
      {all.map((r) => (
        <Row key={r.measure} r={r} keeping={keeping} />
      ))}
    </ul>
  )
}

function Row({ r, keeping }: { r: Requirement; keeping?: boolean }) {
  const t = useTexts()
  return (
    <li className={styles.requirement} data-met={r.met || undefined}>
      <span className={styles.mark}>
        <Icon name={r.met ? 'check' : 'clock'} size={16} />
        <span className="hidden">{t(r.met ? 'met' : 'notMet')}</span>
      </span>
      <div>
        <span className={styles.measure}>{t(r.measure)}</span>
        <Why r={r} keeping={keeping} />
      </div>
      <Have r={r} />
      {r.measure !== 'invitation' && r.measure !== 'courtesy_breaches' && <Scale at={part(r)} />}
    </li>
  )
}

function Have({ r }: { r: Requirement }) {
  const t = useTexts()
  if (r.measure === 'invitation') return <b className={styles.have}>{t(r.met ? 'there' : 'notYet')}</b>
  if (r.measure === 'courtesy_breaches') {
    return <b className={`fig ${styles.have}`}>{r.have === 0 ? t('none') : number(r.have)}</b>
  }
  if (isMean(r) && r.measure !== 'quality' && !r.of) return <b className={styles.have}>{t('notYet')}</b>
  const counts = !isShare(r) && !isMean(r)
  return (
    <span className={styles.have}>
      <b className="fig">{t('haveOf', { have: figure(r, r.have), need: figure(r, r.need) })}</b>
      {counts && !r.met && <span className="s quiet">{t('toGo', { count: number(r.need - r.have) })}</span>}
    </span>
  )
}

function Why({ r, keeping }: { r: Requirement; keeping?: boolean }) {
  const t = useTexts()
  if (isShare(r)) {
    const said = { yes: number(r.yes ?? 0), of: number(r.of ?? 0), have: figure(r, r.have) }
    return <span className="s quiet">{r.of ? t(keeping ? 'shareKeepWhy' : 'shareWhy', said) : t('shareNone')}</span>
  }
  if (!isMean(r)) return null
  if (!r.of && r.measure !== 'quality') return null
  const of = number(r.of ?? 0)
  return <span className="s quiet">{t(r.measure === 'quality' ? 'qualityWhy' : 'meanWhy', { of })}</span>
}

/** Ticks, not a bar: each is a twentieth of the way; the words beside it say it all. */
function Scale({ at }: { at: number }) {
  const on = Math.round(at * ticks)
  return (
    <span className={styles.scale} aria-hidden="true">
      {Array.from({ length: ticks }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ticks are alike
        <i key={index} data-on={index < on || undefined} />
      ))}
    </span>
  )
}
