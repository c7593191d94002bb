import { useMutation } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { SelectField } from '../../design/fields'
import { ManagePage } from '../../design/ManagePage'
import { Refused } from '../../design/Refused'
import { type Days, periods, type Show, saveCsv } from './api'
import { Deflections } from './Deflections'
import { InVain } from './InVain'
import { useTexts } from './i18n'
import styles from './searches.module.css'
import { Terms } from './Terms'

const tabs = ['answer', 'articles', 'terms'] as const

/** What readers looked for: what they looked for in vain, and what articles did for the others. */
export function SearchesPage() {
  const t = useTexts()
  const [asked, ask] = useSearchParams()
  const show: Show = tabs.find((one) => one === asked.get('show')) ?? 'answer'
  const days: Days = periods.find((one) => String(one) === asked.get('days')) ?? 30
  const to = (next: { show?: Show; days?: number }) =>
    ask({ show: next.show ?? show, days: String(next.days ?? days) }, { replace: true })
  return (
    <ManagePage
      title={t('title')}
      lead={t('lead')}
      action={
        <div className={styles.tools}>
          <SelectField
            label={t('period')}
            value={String(days)}
            onChange={(value) => to({ days: Number(value) })}
            options={periods.map((one) => ({ value: String(one), label: t('days', { count: one }) }))}
          />
          <SaveFile show={show} days={days} />
        </div>
      }
    >
      <nav className={styles.tabs} aria-label={t('tabs')}>
        {tabs.map((one) => (
          <button
            type="button"
            key={one}
            className={styles.tab}
            aria-current={one === show ? 'true' : undefined}
            onClick={() => to({ show: one })}
          >
            {t(one)}
          </button>
        ))}
      </nav>
      {show === 'answer' && <InVain days={days} />}
      {show === 'articles' && <Deflections days={days} />}
      {show === 'terms' && <Terms days={days} />}
    </ManagePage>
  )
}

function SaveFile({ show, days }: { show: Show; days: Days }) {
  const t = useTexts()
  const save = useMutation({ mutationFn: () => saveCsv(show, days) })
  return (
    <div>
      <button type="button" className="btn second" aria-disabled={save.isPending} onClick={() => save.mutate()}>
        {t('export')}
      </button>
      <Refused error={save.error} />
    </div>
  )
}
