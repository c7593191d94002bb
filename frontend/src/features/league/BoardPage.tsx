import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { RequireSession } from '../../app/RequireSession'
import { enterScreen, useActor, useSession } from '../../app/session'
import { applyBrand } from '../../app/shell/brand'
import { ConnectionBanner } from '../../app/shell/ConnectionBanner'
import { Drawing } from '../../design/Drawing'
import { ErrorNote } from '../../design/ErrorNote'
import { Icon } from '../../design/Icon'
import { Skeleton } from '../../design/Skeleton'
import { mark } from '../../design/svg/mark'
import { clock, weekday } from '../../i18n/format'
import { LiveConnection } from '../../live/LiveConnection'
import { useServerSecond } from '../../live/serverTime'
import { boardQuery, brandQuery } from '../../queries'
import type { Leaderboard } from '../../queries/types'
import css from './board.module.css'
import { useLeagueTexts } from './i18n'
import { Rise, SeasonCard, Together } from './SideCards'
import { WallRows } from './WallRows'

const everybody = 100

/** BoardPage is the standings for a wall: full screen, readable from five metres, live; by a screen's link or signed in. */
export function BoardPage() {
  const token = useScreenToken()
  const session = useSession()
  const [entered, setEntered] = useState(false)
  useEffect(() => {
    if (token) enterScreen(token)
    setEntered(true)
  }, [token])
  if (!entered) return <span aria-busy="true" />
  if (token && session.status === 'signedOut') return <TakenBack />
  return (
    <RequireSession>
      <Wall />
      <LiveConnection />
    </RequireSession>
  )
}

/** The token stands behind the #, where no server and no log sees it, and stays there: a screen starts again by itself. */
function useScreenToken(): string | undefined {
  const token = useLocation().hash.slice(1)
  return token.startsWith('scr_') ? token : undefined
}

function TakenBack() {
  const t = useLeagueTexts()
  return (
    <main className="alone">
      <ErrorNote title={t('takenBack')}>{t('takenBackText')}</ErrorNote>
    </main>
  )
}

function Wall() {
  const t = useLeagueTexts()
  const { role } = useActor()
  const board = useQuery(boardQuery('top', everybody))
  const brand = useQuery(brandQuery).data
  useEffect(() => applyBrand(brand), [brand])
  if (!board.data) {
    return (
      <main className="alone">
        {board.error ? (
          <ErrorNote title={t('failed')} action={{ label: t('tryAgain'), run: () => void board.refetch() }}>
            {t('failedText')}
          </ErrorNote>
        ) : (
          <Skeleton awaited={t('awaiting')} />
        )}
      </main>
    )
  }
  return (
    <div className={css.wall}>
      <Head board={board.data} brand={brand?.name} timeZone={brand?.timeZone} />
      <main className={css.main}>
        <WallRows board={board.data} />
      </main>
      <aside className={css.side}>
        <SeasonCard board={board.data} timeZone={brand?.timeZone} />
        <Together items={board.data.items} />
        <Rise items={board.data.items} />
      </aside>
      <footer className={css.foot}>
        <Icon name="sprout" />
        <span>{t('counted')}</span>
        <span className="grow" />
        {(role === 'manager' || role === 'admin') && <Link to="/manage/screens">{t('screensTitle')}</Link>}
        {role !== 'screen' && <Link to="/">{t('back')}</Link>}
      </footer>
      <div className={css.banner}>
        <ConnectionBanner />
      </div>
    </div>
  )
}

interface HeadProps {
  board: Leaderboard
  brand: string | undefined
  timeZone: string | undefined
}

function Head({ board, brand, timeZone }: HeadProps) {
  const t = useLeagueTexts()
  const now = new Date(Math.floor(useServerSecond() / 60) * 60_000)
  return (
    <header className={css.head}>
      <button
        type="button"
        className={css.mark}
        aria-label={t('full')}
        onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}
      >
        <Drawing picture={mark} width="100%" />
      </button>
      <h1>{brand ? t('titleOf', { brand, number: board.round.number }) : t('title')}</h1>
      <span className={css.legend}>
        <span>
          <i />
          {t('confirmed')}
        </span>
        <span>
          <i className={css.hatched} />
          {t('onItsWay')}
        </span>
      </span>
      <span className="grow" />
      <span className={css.day}>{weekday(now, timeZone)}</span>
      <time className={`fig ${css.clock}`}>{clock(now, timeZone)}</time>
    </header>
  )
}
