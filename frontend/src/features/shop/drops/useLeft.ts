import { useEffect, useState } from 'react'
import { useTexts } from './i18n'

/** useNow is the server's time, from what it said and the time since: no clock of this device decides. */
export function useNow(said: string): number {
  const [start] = useState(() => ({ said: '', at: 0 }))
  const [, tick] = useState(0)
  if (start.said !== said) Object.assign(start, { said, at: performance.now() })
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  return Date.parse(said) + performance.now() - start.at
}

/** useLeft puts the time until a moment into words; undefined when it has come. */
export function useLeft(): (until: string, now: number) => string | undefined {
  const t = useTexts()
  return (until, now) => {
    const seconds = Math.floor((Date.parse(until) - now) / 1_000)
    if (seconds <= 0) return undefined
    const minutes = Math.floor(seconds / 60)
    const hours = Math.floor(minutes / 60)
    if (hours >= 48) return t('days', { days: Math.floor(hours / 24), hours: hours % 24 })
    if (hours > 0) return t('hours', { hours, minutes: minutes % 60 })
    return t('minutes', { minutes, seconds: seconds % 60 })
  }
}
