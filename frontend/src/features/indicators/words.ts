import type { Indicator } from '../../client'
import { fixed, number } from '../../i18n/format'
import { useTexts } from './i18n'

type Measured = Indicator['now']

/** pieces cuts seconds into the two units that say enough: 3 min 20 s, 2 h 10 min. */
export function pieces(seconds: number): [number, 'day' | 'hour' | 'minute' | 'second'][] {
  const whole = Math.round(seconds)
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const
  const at = Math.max(
    units.findIndex(([, size]) => whole >= size),
    0,
  )
  if (whole < 60) return [[whole, 'second']]
  let rest = whole
  const all: [number, (typeof units)[number][0]][] = []
  for (const [unit, size] of units.slice(at, at + 2)) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) all.push([count, unit])
  }
  return all
}

/** useFigures writes numbers of any kind in the words of the page. */
export function useFigures() {
  const t = useTexts()
  const time = (seconds: number) =>
    pieces(seconds)
      .map(([count, unit]) => t(unit === 'hour' ? 'hourUnit' : unit, { count }))
      .join(' ')
  const percent = (share: number) => t('percent', { part: number(share * 100) })
  const plain = (kind: Indicator['kind'], value: number) => {
    if (kind === 'duration') return time(value)
    return kind === 'share' ? percent(value) : kind === 'spread' ? number(value * 100) : fixed(value, 1)
  }
  /** The number that stands large. Of times it is the median: half of all are below. */
  const large = (kind: Indicator['kind'], n: Measured): string | undefined => {
    const value = kind === 'duration' ? n.median : (n.share ?? n.mean)
    return value === undefined ? undefined : plain(kind, value)
  }
  /** What stands beside it, so that no number stands alone. */
  const beside = (kind: Indicator['kind'], n: Measured): string[] => {
    if (kind === 'share' && n.low !== undefined && n.high !== undefined) {
      return [t('interval', { low: number(n.low * 100), high: number(n.high * 100) })]
    }
    if (kind === 'spread' && n.low !== undefined && n.high !== undefined && n.chance !== undefined) {
      return [
        t('fromTo', { low: percent(n.low), high: percent(n.high) }),
        t('chance', { count: Math.round(n.chance * 100) }),
      ]
    }
    if (n.mean === undefined || n.median === undefined || n.p90 === undefined) return []
    if (kind === 'duration') return [t('nine', { value: time(n.p90) }), t('mean', { value: time(n.mean) })]
    return [t('median', { value: number(n.median, 1) }), t('p90', { value: number(n.p90, 1) })]
  }
  return { time, percent, large, beside }
}

/** useChannel names a channel; one that is the brand's own is called by its word. */
export function useChannel() {
  const t = useTexts()
  return (channel: string) => {
    if (
      channel === 'chat' ||
      channel === 'email' ||
      channel === 'phone' ||
      channel === 'ticket' ||
      channel === 'social'
    )
      return t(`channel_${channel}`)
    return channel
  }
}
