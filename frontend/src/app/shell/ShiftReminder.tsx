import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '../../design/Icon'
import { clock } from '../../i18n/format'
import { serverNow } from '../../live/serverTime'
import { presenceQuery } from '../../queries'
import { useAppTexts } from '../i18n'
import css from './shell.module.css'

const hour = 3_600_000

/** ShiftReminder says to an expert that a shift begins within the hour, or has begun without them. */
export function ShiftReminder() {
  const t = useAppTexts()
  const { data } = useQuery({ ...presenceQuery, refetchInterval: 60_000 })
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 30_000)
    return () => clearInterval(timer)
  }, [])
  const next = data?.nextShiftAt
  const began = data?.shiftUntil !== undefined && data.state !== 'available' && data.state !== 'break'
  const soon = next !== undefined && Date.parse(next) - now < hour && Date.parse(next) > now
  if (!began && !soon) return null
  return (
    <div role="status" className={css.banner}>
      <Icon name="clock" />
      <span className="grow">{began ? t('shiftBegan') : t('shiftSoon', { time: clock(next ?? '') })}</span>
      <Link to={began ? '/work' : '/shifts'}>{began ? t('work') : t('shifts')}</Link>
    </div>
  )
}
