import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { putBudget } from '../../client'
import { Dialog } from '../../design/Dialog'
import { NumberField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import type { SeasonBudget } from './BudgetPage'
import styles from './books.module.css'
import { useTexts } from './i18n'

/** hundredths reads cents as people write them, 2 or 2,5, in hundredths of a cent; undefined when it is none. */
function hundredths(text: string): number | undefined {
  const found = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : undefined
}

/** What a season may cost, and what a point is worth to the brand. */
export function SetBudget({ season, onClose }: { season: SeasonBudget; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const [points, setPoints] = useState<number | undefined>(season.points || undefined)
  const [value, setValue] = useState(String(season.pointValue / 100))
  const [redeemed, setRedeemed] = useState<number | undefined>(season.redeemed)
  const worth = hundredths(value)
  const save = useMutation({
    mutationFn: () =>
      putBudget({
        path: { id: season.seasonId },
        headers: { 'If-Match': `"${season.version}"` },
        body: { points: points ?? 0, pointValue: worth ?? 0, redeemed: redeemed ?? 0 },
      }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['budgets'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (worth !== undefined) save.mutate()
  }
  return (
    <Dialog title={t('budgetOfSeason', { season: season.name })} lead={t('budgetHint')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <NumberField
          label={t('budgetPoints')}
          value={points}
          onChange={setPoints}
          min={1}
          max={100_000_000}
          required
          unit={t('pointsUnit')}
        />
        <TextField
          label={t('budgetValue')}
          hint={t('budgetValueHint')}
          value={value}
          onChange={setValue}
          inputMode="decimal"
          figure
          required
          error={worth === undefined ? t('budgetValueWrong') : undefined}
        />
        <NumberField
          label={t('budgetRedeemed')}
          hint={t('budgetRedeemedHint')}
          value={redeemed}
          onChange={setRedeemed}
          min={1}
          max={100}
          required
          unit="%"
        />
        <Refused error={save.error} />
        <div className="row">
          <button type="submit" className="btn" aria-disabled={save.isPending}>
            {t('budgetSave')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
