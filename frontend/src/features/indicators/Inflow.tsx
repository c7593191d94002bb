import { Link } from 'react-router'
import type { Indicators } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { number } from '../../i18n/format'
import { useTexts } from './i18n'
import styles from './indicators.module.css'
import { useChannel, useFigures } from './words'

const shown = 12

/** Inflow is what came, by hour, by reason and by every way in: tables whose bars are drawn. */
export function Inflow({ report: { inflow } }: { report: Indicators }) {
  const t = useTexts()
  const channel = useChannel()
  if (inflow.total === 0) {
    return (
      <section className="card">
        <EmptyState
          title={t('noInflowTitle')}
          action={
            <Link className="btn second small" to="/manage/contacts">
              {t('importLink')}
            </Link>
          }
        >
          {t('noInflow')}
        </EmptyState>
      </section>
    )
  }
  const channels = inflow.media.map((one) => one.channel)
  const hours = grouped(inflow.hours, (one) => (one.hour === undefined ? '' : String(one.hour)))
  const reasons = grouped(inflow.reasons, (one) => one.reasonId ?? '').filter((one) => one.total > 0)
  const names = new Map(inflow.reasons.map((one) => [one.reasonId ?? '', one.name]))
  reasons.sort((a, b) => b.total - a.total)
  return (
    <>
      <Media media={inflow.media} />
      <section className={`card ${styles.card}`}>
        <h2>{t('byHour')}</h2>
        <p className="s soft">{t('byHourLead')}</p>
        <Bars
          label={t('byHour')}
          head={t('hour')}
          channels={channels.map(channel)}
          rows={hours.map((one) => ({
            key: one.key || 'none',
            name: one.key === '' ? t('noHour') : `${one.key.padStart(2, '0')}:00`,
            total: one.total,
            counts: channels.map((each) => one.by.get(each) ?? 0),
          }))}
        />
      </section>
      <section className={`card ${styles.card}`}>
        <h2>{t('byReason')}</h2>
        <p className="s soft">{t('byReasonLead', { count: shown })}</p>
        <Bars
          label={t('byReason')}
          head={t('reason')}
          channels={channels.map(channel)}
          rows={reasons.slice(0, shown).map((one) => ({
            key: one.key || 'none',
            name: names.get(one.key) || t('noReason'),
            total: one.total,
            counts: channels.map((each) => one.by.get(each) ?? 0),
          }))}
        />
      </section>
    </>
  )
}

interface Group {
  key: string
  total: number
  by: Map<string, number>
}

function grouped<T extends { channel: string; count: number }>(all: T[], keyOf: (one: T) => string): Group[] {
  const found = new Map<string, Group>()
  for (const one of all) {
    const key = keyOf(one)
    const group = found.get(key) ?? { key, total: 0, by: new Map() }
    group.total += one.count
    group.by.set(one.channel, (group.by.get(one.channel) ?? 0) + one.count)
    found.set(key, group)
  }
  return [...found.values()]
}

interface BarsProps {
  label: string
  head: string
  channels: string[]
  rows: { key: string; name: string; total: number; counts: number[] }[]
}

/** Bars is a table with a bar in each row. */
function Bars({ label, head, channels, rows }: BarsProps) {
  const t = useTexts()
  const most = Math.max(1, ...rows.map((one) => one.total))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" className={styles.figure}>
              {t('contacts')}
            </th>
            <td className={styles.wide} />
            {channels.map((one) => (
              <th key={one} scope="col" className={styles.figure}>
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.key}>
              <th scope="row">{one.name}</th>
              <td className={`fig ${styles.figure}`}>{number(one.total)}</td>
              <td className={styles.wide}>
                <svg className={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width={(one.total / most) * 100} height="10" className={styles.full} />
                </svg>
              </td>
              {one.counts.map((count, i) => (
                <td key={channels[i]} className={`fig ${styles.figure} ${count === 0 ? 'quiet' : ''}`}>
                  {number(count)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Media is every way in, side by side. */
function Media({ media }: { media: Indicators['inflow']['media'] }) {
  const t = useTexts()
  const channel = useChannel()
  const { large, beside } = useFigures()
  const heads = ['contacts', 'beforeHead', 'imported', 'waiting', 'handling', 'solvedHead', 'leftHead'] as const
  return (
    <section className={`card ${styles.card}`}>
      <h2>{t('media')}</h2>
      <p className="s soft">{t('mediaLead')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('media')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('channel')}</th>
              {heads.map((one) => (
                <th key={one} scope="col" className={styles.figure}>
                  {t(one)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {media.map((one) => (
              <tr key={one.channel}>
                <th scope="row">{channel(one.channel)}</th>
                <td className={`fig ${styles.figure}`}>{number(one.count)}</td>
                <td className={`fig ${styles.figure} quiet`}>{number(one.before)}</td>
                <td className={`fig ${styles.figure}`}>{number(one.imported)}</td>
                {(['waiting', 'handling', 'solved', 'left'] as const).map((what) => {
                  const kind = what === 'waiting' || what === 'handling' ? 'duration' : 'share'
                  return (
                    <td key={what} className={styles.figure}>
                      <b className="fig">{large(kind, one[what]) ?? '–'}</b>
                      <span className={`xs quiet ${styles.under}`}>{beside(kind, one[what])[0]}</span>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
