import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { NavLink, Outlet } from 'react-router'
import { Drawing } from '../../design/Drawing'
import { Icon } from '../../design/Icon'
import { mark } from '../../design/svg/mark'
import { LiveConnection } from '../../live/LiveConnection'
import { brandQuery } from '../../queries'
import { openQuestionsQuery } from '../../queries/openQuestions'
import { useAppTexts } from '../i18n'
import { useActor } from '../session'
import { applyBrand } from './brand'
import { ConnectionBanner } from './ConnectionBanner'
import { MyMenu } from './MyMenu'
import { navFor } from './nav'
import css from './shell.module.css'

/** Shell is the rail (tabs at the bottom on a phone) around every signed-in screen. */
export function Shell() {
  const t = useAppTexts()
  const actor = useActor()
  const brand = useQuery(brandQuery).data
  useEffect(() => applyBrand(brand), [brand])

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('skip')}
      </a>
      <nav className={css.rail} aria-label={t('mainMenu')}>
        <div className={css.mark}>
          <Drawing picture={mark} label={brand?.name} />
        </div>
        {navFor(actor.role).map((item) => (
          <NavLink key={item.to} to={item.to} className={({ isActive }) => (isActive ? css.here : undefined)}>
            <Icon name={item.icon} size={22} />
            <span>{t(item.label)}</span>
            {item.count ? <OpenQuestions /> : null}
          </NavLink>
        ))}
        <span className={css.space} />
        <MyMenu />
      </nav>
      <div className={css.content} id="content" tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </div>
      <LiveConnection />
    </div>
  )
}

/** OpenQuestions counts what waits on the board; what is past its promise is ember. */
function OpenQuestions() {
  const t = useAppTexts()
  const board = useQuery(openQuestionsQuery).data
  if (!board?.total) return null
  return (
    <span className={css.count} data-late={board.overdue > 0 || undefined}>
      <span aria-hidden="true">{board.total > 99 ? '99+' : board.total}</span>
      <span className="hidden">{t('questionsCount', { count: board.total })}</span>
    </span>
  )
}
