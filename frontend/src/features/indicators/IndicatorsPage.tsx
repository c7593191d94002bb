import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { SelectField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { addressOf, indicatorsQuery, type Look, lookOf, type Part, parts, periods, reasonsQuery, saveCsv } from './api'
import { HeatMap } from './HeatMap'
import { Inflow } from './Inflow'
import { useTexts } from './i18n'
import styles from './indicators.module.css'
import { Rows } from './Rows'
import { useChannel } from './words'

/** How the desk does: each number opens its conversations and proposes what to do. */
export function IndicatorsPage() {
  const t = useTexts()
  const [asked, ask] = useSearchParams()
  const look = lookOf(asked)
  const report = useQuery(indicatorsQuery(look))
  const set = (next: Partial<Look>) => ask(addressOf({ ...look, ...next }), { replace: true })
  return (
    <ManagePage title={t('title')} lead={t('lead')}>
      <Tools look={look} set={set} />
      <PageState queries={[report]} part>
        {report.data && (
          <div className={styles.all} aria-busy={report.isPlaceholderData}>
            <Rows of={report.data.indicators} look={look} />
            <Inflow report={report.data} />
            <HeatMap />
          </div>
        )}
      </PageState>
    </ManagePage>
  )
}

function Tools({ look, set }: { look: Look; set: (next: Partial<Look>) => void }) {
  const t = useTexts()
  const channel = useChannel()
  const reasons = useQuery(reasonsQuery).data ?? []
  const [channels, remember] = useState<string[]>([])
  const seen = useQuery(indicatorsQuery({ days: look.days })).data?.inflow.media.map((one) => one.channel) ?? channels
  const known = [...new Set([...seen, ...(look.channel ? [look.channel] : [])])]
  if (known.length > channels.length) remember(known)
  return (
    <div className={styles.tools}>
      <SelectField
        label={t('period')}
        value={String(look.days)}
        onChange={(value) => set({ days: Number(value) })}
        options={periods.map((one) => ({ value: String(one), label: t('days', { count: one }) }))}
      />
      <SelectField
        label={t('channel')}
        value={look.channel ?? ''}
        onChange={(value) => set({ channel: value || undefined })}
        options={[{ value: '', label: t('every') }, ...known.map((value) => ({ value, label: channel(value) }))]}
      />
      <SelectField
        label={t('reason')}
        value={look.reasonId ?? ''}
        onChange={(value) => set({ reasonId: value || undefined })}
        options={[
          { value: '', label: t('every') },
          ...reasons.map(({ id, name, parentId }) => ({ value: id, label: parentId ? `– ${name}` : name })),
        ]}
      />
      <SaveFile look={look} />
      <Link className="btn second" to="/manage/contacts">
        {t('importLink')}
      </Link>
    </div>
  )
}

function SaveFile({ look }: { look: Look }) {
  const t = useTexts()
  const [part, choose] = useState<Part>('indicators')
  const save = useMutation({ mutationFn: () => saveCsv(part, look) })
  return (
    <div className={styles.save}>
      <SelectField
        label={t('part')}
        value={part}
        onChange={choose}
        options={parts.map((value) => ({ value, label: t(`part_${value}`) }))}
      />
      <button type="button" className="btn second" aria-disabled={save.isPending} onClick={() => save.mutate()}>
        {t('export')}
      </button>
      <Refused error={save.error} />
    </div>
  )
}
