import { Icon } from './Icon'
import styles from './saveBar.module.css'
import { useWords } from './words'

/** One field that two people gave different values. */
export interface Difference {
  label: string
  theirs: string
  mine: string
}

interface Props {
  differences: Difference[]
  takeTheirs: () => void
  keepMine: () => void
}

/** ConflictNote shows what somebody else saved beside what was typed here, and lets the person choose. */
export function ConflictNote({ differences, takeTheirs, keepMine }: Props) {
  const t = useWords()
  const shown = differences.filter((difference) => difference.theirs !== difference.mine)
  return (
    <div className={styles.conflict} role="alert">
      <b className="row">
        <Icon name="people" />
        {t('conflictTitle')}
      </b>
      <p className="s">{shown.length > 0 ? t('conflictText') : t('conflictSame')}</p>
      {shown.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('conflictField')}</th>
              <th scope="col">{t('conflictTheirs')}</th>
              <th scope="col">{t('conflictYours')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((difference) => (
              <tr key={difference.label}>
                <th scope="row">{difference.label}</th>
                <td>{difference.theirs || t('nothing')}</td>
                <td>{difference.mine || t('nothing')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="row">
        <button type="button" className="btn small" onClick={takeTheirs}>
          {t('takeTheirs')}
        </button>
        <button type="button" className="btn second small" onClick={keepMine}>
          {t('keepMine')}
        </button>
      </div>
    </div>
  )
}
