import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { correctPay } from '../../client'
import { Dialog } from '../../design/Dialog'
import { AreaField, SelectField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { day, fixed } from '../../i18n/format'
import { money } from '../../i18n/money'
import { expertsQuery, type PayOverview, type Statement } from './api'
import { useTexts } from './i18n'
import { centsOf } from './money'
import styles from './pay.module.css'

interface Props {
  /** Whose; nothing: somebody who is chosen here, also one whom the month brought nothing. */
  statement: Statement | undefined
  pay: PayOverview
  onClose: () => void
}

/** A counter-line with its reason: a booked line that is taken back, or an amount of its own. */
export function Correct({ statement, pay, onClose }: Props) {
  const t = useTexts()
  const cache = useQueryClient()
  const experts = useQuery({ ...expertsQuery, enabled: !statement })
  const [chosen, setChosen] = useState('')
  const [line, setLine] = useState('')
  const [amount, setAmount] = useState('')
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState(false)
  const booked = statement?.lines.filter((one) => one.id && one.kind !== 'correction') ?? []
  const who = statement?.expertId ?? chosen
  const name = statement?.alias ?? experts.data?.find((one) => one.id === chosen)?.alias
  const book = useMutation({
    mutationFn: (cents: number) =>
      correctPay({ path: { id: who }, body: { cents, reason, corrects: line || undefined } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ['pay'] })
      onClose()
    },
  })
  const pick = (id: string) => {
    setLine(id)
    const picked = booked.find((one) => one.id === id)
    if (picked) setAmount(fixed(-picked.cents / 100, 2).replaceAll('−', '-'))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const cents = centsOf(amount)
    setWrong(!cents)
    if (cents && who) book.mutate(cents)
  }
  return (
    <Dialog title={name ? t('correctTitle', { name }) : t('correctAnybody')} lead={t('correctLead')} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        {!statement && (
          <SelectField
            label={t('correctWho')}
            value={chosen}
            onChange={setChosen}
            required
            options={[
              { value: '', label: t('correctWhoNone') },
              ...(experts.data ?? []).map(({ id, alias }) => ({ value: id, label: alias })),
            ]}
          />
        )}
        {booked.length > 0 && (
          <SelectField
            label={t('correctLine')}
            value={line}
            onChange={pick}
            options={[
              { value: '', label: t('correctLineNone') },
              ...booked.map((one) => ({
                value: one.id ?? '',
                label: `${day(one.at, pay.zone)}, ${money(one.cents, pay.currency)}`,
              })),
            ]}
          />
        )}
        <TextField
          label={`${t('correctAmount')} (${pay.currency})`}
          hint={t('correctAmountHint')}
          value={amount}
          onChange={setAmount}
          autoComplete="off"
          figure
          required
          error={wrong ? t('amountWrong') : undefined}
        />
        <AreaField
          label={t('reason')}
          hint={name ? t('reasonHintOne', { name }) : undefined}
          value={reason}
          onChange={setReason}
          maxLength={300}
          rows={2}
          required
        />
        <Refused error={book.error} />
        <div className={styles.acts}>
          <button type="submit" className="btn" aria-disabled={book.isPending}>
            {t('book')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
