import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useId, useRef } from 'react'
import { NavLink, useLocation } from 'react-router'
import { Icon } from '../../design/Icon'
import { openQuestionsQuery } from '../../queries/openQuestions'
import { useAppTexts } from '../i18n'
import { groups, type NavItem } from './nav'
import css from './shell.module.css'

const Unanswered = lazy(async () => ({ default: (await import('../../features/vetting/Unanswered')).Unanswered }))

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
      {item.count === 'questions' ? <OpenQuestions /> : null}
      {item.count === 'applications' ? (
        <Suspense>
          <Unanswered className={css.count} />
        </Suspense>
      ) : null}
    </NavLink>
  )
}

/**
 * More is the sheet of the places that have no tab: the seldom ones, and on a phone all that do not fit. The browser closes it on
 * Escape and a press beside it.
 */
export function More({ items }: { items: readonly NavItem[] }) {
  const t = useAppTexts()
  const id = useId()
  const sheet = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  if (items.length === 0) return null
  const open = items.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
  const wide = items.some(({ behind }) => behind === 'always')
  const tab = (item: NavItem) => (
    <Tab
      key={item.to}
      item={item}
      className={item.behind === 'phone' ? css.phone : ''}
      onClick={() => sheet.current?.hidePopover()}
    />
  )
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={css.more}
        data-wide={wide || undefined}
        data-here={open?.behind}
      >
        <Icon name="dots" size={22} />
        <span>{t('more')}</span>
      </button>
      <div ref={sheet} id={id} popover="auto" className={css.sheet}>
        {items.filter((item) => item.behind === 'phone').map(tab)}
        {groups.map((group) => {
          const under = items.filter((item) => item.behind === 'always' && (item.group ?? 'groupBrand') === group)
          return under.length > 0 ? (
            <section key={group} aria-label={t(group)}>
              <b aria-hidden="true">{t(group)}</b>
              {under.map(tab)}
            </section>
          ) : null
        })}
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
