import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Outlet } from 'react-router'
import { Drawing } from '../../design/Drawing'
import { Icon } from '../../design/Icon'
import { mark } from '../../design/svg/mark'
import { LiveConnection } from '../../live/LiveConnection'
import { brandQuery } from '../../queries'
import { useAppTexts } from '../i18n'
import { useProofAsked } from '../proof'
import { useActor } from '../session'
import { applyBrand } from './brand'
import { ConnectionBanner } from './ConnectionBanner'
import { More, Tab } from './More'
import { navFor } from './nav'
import { ShiftReminder } from './ShiftReminder'
import css from './shell.module.css'

const Proof = lazy(async () => ({ default: (await import('../../features/access/Proof')).Proof }))
const MyMenu = lazy(async () => ({ default: (await import('./MyMenu')).MyMenu }))

/** Shell is the rail (tabs at the bottom on a phone) around every signed-in screen. */
export function Shell() {
  const t = useAppTexts()
  const actor = useActor()
  const brand = useQuery(brandQuery).data
  useEffect(() => applyBrand(brand), [brand])
  const items = navFor(actor.role)
  const proofAsked = useProofAsked()

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('skip')}
      </a>
      <nav className={css.rail} aria-label={t('mainMenu')}>
        <div className={css.mark}>
          <Drawing picture={mark} label={brand?.name} />
        </div>
        {items
          .filter((item) => item.behind !== 'always')
          .map((item) => (
            <Tab key={item.to} item={item} className={item.behind && css.behind} />
          ))}
        <More items={items.filter((item) => item.behind)} />
        <span className={css.space} />
        <Suspense fallback={<span className={css.me} />}>
          <MyMenu />
        </Suspense>
      </nav>
      <div className={css.content} id="content" tabIndex={-1}>
        <ConnectionBanner />
        {actor.role === 'expert' ? <ShiftReminder /> : null}
        {actor.role === 'auditor' ? (
          <aside className={css.reads}>
            <Icon name="eye" size={16} /> {t('auditorNote')}
          </aside>
        ) : null}
        <Outlet />
      </div>
      {proofAsked ? (
        <Suspense>
          <Proof />
        </Suspense>
      ) : null}
      <LiveConnection />
    </div>
  )
}
