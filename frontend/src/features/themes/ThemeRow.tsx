import { useState } from 'react'
import type { PersonRef } from '../../client'
import { Icon } from '../../design/Icon'
import { number } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import type { Theme } from './api'
import { Decide } from './Decide'
import { Decided } from './Decided'
import { useTexts } from './i18n'
import { Questions } from './Questions'
import styles from './themes.module.css'
import { Weeks } from './Weeks'

interface Props {
  theme: Theme
  place: number
  over: boolean
  staff: PersonRef[]
}

/** One question that many asked: how often, since when, and what is done about it. */
export function ThemeRow({ theme, place, over, staff }: Props) {
  const t = useTexts()
  const [open, setOpen] = useState<'questions' | 'decide'>()
  return (
    <li className={styles.row}>
      <span className={`fig ${styles.place}`} aria-hidden="true">
        {place}
      </span>
      <div className={styles.what}>
        <h3 lang={theme.language}>{theme.name}</h3>
        <p className="xs quiet">
          {languageName(theme.language)} · {t('share', { percent: number(theme.share * 100) })}
          {over && <> · {trend(t, theme.before)}</>}
        </p>
        {theme.decision && <Decided theme={theme} decision={theme.decision} />}
      </div>
      <Weeks theme={theme} />
      <div className={styles.acts}>
        <button type="button" className="btn text small" onClick={() => setOpen('questions')}>
          <Icon name="speech" size={16} /> {t('questions', { count: theme.questions })}
          <span className="hidden"> {theme.name}</span>
        </button>
        <button
          type="button"
          className={theme.decision ? 'btn text small' : 'btn second small'}
          onClick={() => setOpen('decide')}
        >
          {theme.decision ? t('again') : t('decide')}
          <span className="hidden"> {theme.name}</span>
        </button>
      </div>
      {open === 'questions' && <Questions theme={theme} onClose={() => setOpen(undefined)} />}
      {open === 'decide' && <Decide theme={theme} staff={staff} onClose={() => setOpen(undefined)} />}
    </li>
  )
}

function trend(t: ReturnType<typeof useTexts>, before: number | undefined): string {
  if (before === undefined) return t('first')
  return before === 0 ? t('fresh') : t('trend', { before: number(before, 1) })
}
