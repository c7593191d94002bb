import { useMutation, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { EmptyState } from '../../design/EmptyState'
import { SelectField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { dateName } from '../../i18n/format'
import { saveCsv, type Top, topQuery } from './api'
import { useTexts } from './i18n'
import { ThemeRow } from './ThemeRow'
import styles from './themes.module.css'
import { channelName, weekOf } from './words'

/** What customers asked most in a week, in each channel, and what the brand does about it. */
export function TopQuestionsPage() {
  const t = useTexts()
  const [asked, ask] = useSearchParams()
  const week = asked.get('week') ?? undefined
  const channel = asked.get('channel') ?? undefined
  const top = useQuery(topQuery(week, channel))
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={top.data?.week ? <Tools top={top.data} channel={channel} ask={ask} /> : null}
    >
      <PageState queries={[top]}>{top.data && (top.data.week ? <Channels top={top.data} /> : <Nothing />)}</PageState>
    </ManagePage>
  )
}

function Nothing() {
  const t = useTexts()
  return <EmptyState title={t('neverTitle')}>{t('never')}</EmptyState>
}

interface ToolsProps {
  top: Top
  channel: string | undefined
  ask: (next: Record<string, string>, how: { replace: true }) => void
}

function Tools({ top, channel, ask }: ToolsProps) {
  const t = useTexts()
  const save = useMutation({ mutationFn: () => saveCsv(top.week, channel) })
  const to = (next: { week?: string; channel?: string }) => {
    const { week = top.week, channel: way = channel ?? '' } = next
    ask(way ? { week, channel: way } : { week }, { replace: true })
  }
  return (
    <div className={styles.tools}>
      <SelectField
        label={t('week')}
        value={top.week}
        onChange={(week) => to({ week })}
        options={[...new Set([top.week, ...top.weeks])]
          .sort()
          .reverse()
          .map((monday) => ({ value: monday, label: weekOf(monday) }))}
      />
      {top.channels.length > 1 && (
        <SelectField
          label={t('channel')}
          value={channel ?? ''}
          onChange={(way) => to({ channel: way })}
          options={[
            { value: '', label: t('every') },
            ...top.channels.map((way) => ({ value: way, label: channelName(t, way) })),
          ]}
        />
      )}
      <div>
        <button
          type="button"
          className="btn second"
          aria-disabled={save.isPending}
          onClick={() => save.isPending || save.mutate()}
        >
          {t('export')}
        </button>
        <Refused error={save.error} />
      </div>
    </div>
  )
}

function Channels({ top }: { top: Top }) {
  const t = useTexts()
  if (top.items.length === 0) return <EmptyState title={t('noneTitle')}>{t('none')}</EmptyState>
  const channels = [...new Set(top.items.map((one) => one.channel))]
  return (
    <>
      {!top.over && <p className={`s soft ${styles.running}`}>{t('running', { since: dateName(top.week) })}</p>}
      {channels.map((channel) => (
        <section className={`card ${styles.card}`} key={channel} aria-labelledby={`channel-${channel}`}>
          <h2 id={`channel-${channel}`}>{channelName(t, channel)}</h2>
          <ol className={styles.rows}>
            {top.items
              .filter((one) => one.channel === channel)
              .map((one, index) => (
                <ThemeRow key={one.id} theme={one} place={index + 1} over={top.over} staff={top.staff} />
              ))}
          </ol>
        </section>
      ))}
    </>
  )
}
