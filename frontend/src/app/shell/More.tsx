import { useQuery } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import { NavLink, useLocation } from 'react-router'
import { Icon } from '../../design/Icon'
import { openQuestionsQuery } from '../../queries/openQuestions'
import { useAppTexts } from '../i18n'
import type { NavItem } from './nav'
import css from './shell.module.css'

interface TabProps {
  item: NavItem
  className?: string
  onClick?: () => void
}

/** Tab is one place of the rail; the needle marks the one that is open. */
export function Tab({ item, className = '', onClick }: TabProps) {
  const t = useAppTexts()
  return (
    <NavLink
      to={item.to}
      onClick={onClick}
      className={({ isActive }) => (isActive ? `${className} ${css.here}` : className)}
    >
      <Icon name={item.icon} size={22} />
      <span>{t(item.label)}</span>
      {item.count ? <OpenQuestions /> : null}
    </NavLink>
  )
}

/** More is the sheet, on a phone, of the places that have no tab there. The browser closes it on Escape and a press beside it. */
export function More({ items }: { items: readonly NavItem[] }) {
  const t = useAppTexts()
  const id = useId()
  const sheet = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  if (items.length === 0) return null
  const here = items.some(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  return (
    <>
      <button type="button" popoverTarget={id} className={here ? `${css.more} ${css.here}` : css.more}>
        <Icon name="dots" size={22} />
        <span>{t('more')}</span>
      </button>
      <div ref={sheet} id={id} popover="auto" className={css.sheet}>
        {items.map((item) => (
          <Tab key={item.to} item={item} onClick={() => sheet.current?.hidePopover()} />
        ))}
      </div>
    </>
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
