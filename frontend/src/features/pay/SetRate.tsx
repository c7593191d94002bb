import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { setPayRate } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, ChoiceField, SelectField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { monthAndYear } from '../../i18n/format'
import type { PayOverview, Rate } from './api'
import { useTexts } from './i18n'
import { centsOf, monthsFrom } from './money'
import styles from './pay.module.css'

/** A new rate from a month on; the first may count for the running month. */
export function SetRate({ pay, onClose }: { pay: PayOverview; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const first = pay.rates.length === 0
  const months = monthsFrom(pay.now, 13).slice(first ? 0 : 1)
  const [month, setMonth] = useState(months[0] ?? pay.now)
  const [basis, setBasis] = useState<Rate['basis']>(pay.rates[0]?.basis ?? 'shift_hour')
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState(pay.currency || 'EUR')
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState(false)
  const set = useMutation({
    mutationFn: (cents: number) =>
      setPayRate({ body: { month, basis, cents, currency: currency.toUpperCase(), reason } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['pay'] })
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const cents = centsOf(amount)
    setWrong(cents === undefined || cents < 0)
    if (cents !== undefined && cents >= 0) set.mutate(cents)
  }
  return (
    <Dialog title={t('setRateTitle')} lead={t('setRateLead')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <ChoiceField
          label={t('basis')}
          value={basis}
          onChange={setBasis}
          options={[
            { value: 'shift_hour', label: t('basisShift') },
            { value: 'conversation', label: t('basisConversation') },
          ]}
        />
        <div className={styles.pair}>
          <TextField
            label={t('rateAmount')}
            value={amount}
            onChange={setAmount}
            inputMode="decimal"
            autoComplete="off"
            figure
            required
            error={wrong ? t('amountWrong') : undefined}
          />
          <TextField
            label={t('currency')}
            value={currency}
            onChange={setCurrency}
            maxLength={3}
            pattern="[A-Za-z]{3}"
            required
          />
        </div>
        <SelectField
          label={t('month')}
          value={month}
          onChange={setMonth}
          options={months.map((value) => ({ value, label: monthAndYear(value) }))}
        />
        <AreaField
          label={t('reason')}
          hint={t('reasonHint')}
          value={reason}
          onChange={setReason}
          maxLength={300}
          rows={2}
          required
        />
        <Refused error={set.error} />
        <div className={styles.acts}>
          <button type="submit" className="btn" aria-disabled={set.isPending}>
            {t('save')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
