import { useEffect } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../design/Icon'
import { useLiveStatus } from '../../live/status'
import { useAppTexts } from '../i18n'
import css from './shell.module.css'

/** ConnectionBanner says calmly that the line is down, and then that we catch up; it appears after four seconds, never for a blink. */
export function ConnectionBanner() {
  const t = useAppTexts()
  const status = useLiveStatus()
  useCheckAtHand()
  const shown = status === 'down' || status === 'catching'
  return (
    <div role="status" className={shown ? css.banner : undefined}>
      {shown ? (
        <>
          <Icon name={status === 'down' ? 'offline' : 'clock'} />
          <span className="grow">{t(status === 'down' ? 'reconnecting' : 'catchingUp')}</span>
          {status === 'down' ? <Link to="/connection">{t('connectionCheck')}</Link> : null}
        </>
      ) : null}
    </div>
  )
}

const settled = 8_000

/** useCheckAtHand fetches the connection check while there is a connection: who needs it has none. */
function useCheckAtHand() {
  useEffect(() => {
    const fetchIt = () => void import('../../features/connection/ConnectionPage').catch(() => undefined)
    const timer = setTimeout(fetchIt, settled)
    return () => clearTimeout(timer)
  }, [])
}
