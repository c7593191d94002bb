import { useState } from 'react'
import { type MyPlan, putMyShiftWishes } from '../../client'
import { SelectField, SwitchField } from '../../design/fields'
import { useChange } from './api'
import { useTexts } from './i18n'
import { Failed } from './Note'
import css from './shifts.module.css'
import { timeZones } from './times'

/** WishesCard is one's own time zone, and whether work may come outside shifts. */
export function WishesCard({ mine }: { mine: MyPlan }) {
  const t = useTexts()
  const [zones] = useState(timeZones)
  const change = useChange((body: { timeZone: string; willing: boolean }) => putMyShiftWishes({ body }))
  const now = { timeZone: mine.timeZone ?? '', willing: mine.willing }
  return (
    <section className={`card ${css.stack}`}>
      <h2>{t('wishes')}</h2>
      {mine.byShifts && (
        <SwitchField
          label={t('willing')}
          hint={mine.optIn ? t('willingHint') : t('willingNot')}
          checked={mine.willing && mine.optIn}
          disabled={!mine.optIn}
          onChange={(willing) => change.mutate({ ...now, willing })}
        />
      )}
      <SelectField
        label={t('timeZone')}
        value={now.timeZone}
        onChange={(timeZone) => change.mutate({ ...now, timeZone })}
        options={[
          { value: '', label: t('brandsZone', { zone: mine.brandZone }) },
          ...zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
        ]}
      />
      <Failed error={change.error} />
    </section>
  )
}
