import { NavLink } from 'react-router'
import { useTexts } from './i18n'
import css from './scenarios.module.css'

/** Tabs are the two things that managers write for an audition. */
export function Tabs() {
  const t = useTexts()
  return (
    <nav className={css.tabs} aria-label={t('auditions')}>
      <NavLink to="/manage/scenarios">{t('scenarios')}</NavLink>
      <NavLink to="/manage/warm-up">{t('warmUp')}</NavLink>
    </nav>
  )
}
