import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { createPrize, setTeamGoal } from '../../../client'
import { Dialog } from '../../../design/Dialog'
import { CheckField, ChoiceField, NumberField, SelectField, TextField } from '../../../design/fields'
import { Refused } from '../../../design/Refused'
import type { League, TeamGoal } from './api'
import { useTexts } from './i18n'
import css from './league.module.css'

const measures = ['conversation', 'first_time_right', 'follow_up', 'shift'] as const

function useSave(save: () => Promise<unknown>, onClose: () => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['board', 'league'] })
      onClose()
    },
  })
}

interface FrameProps {
  title: string
  lead: string
  saving: ReturnType<typeof useSave>
  onClose: () => void
  children: ReactNode
}

function Frame({ title, lead, saving, onClose, children }: FrameProps) {
  const t = useTexts()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate()
  }
  return (
    <Dialog title={title} lead={lead} onClose={onClose}>
      <form className={css.form} onSubmit={submit}>
        {children}
        <Refused error={saving.error} />
        <div className="row">
          <button type="submit" className="btn" aria-disabled={saving.isPending}>
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

/** The team goal of the running round. */
export function GoalForm({ league, onClose }: { league: League; onClose: () => void }) {
  const t = useTexts()
  const was = league.goal
  const [text, setText] = useState(was?.text ?? '')
  const [measure, setMeasure] = useState<TeamGoal['measure']>(was?.measure ?? 'first_time_right')
  const [target, setTarget] = useState<number | undefined>(was?.target)
  const [reward, setReward] = useState(was?.reward ?? '')
  const saving = useSave(
    () =>
      setTeamGoal({
        body: { roundId: league.round.id, text, measure, target: target ?? 0, reward, version: was?.version ?? 0 },
      }),
    onClose,
  )
  return (
    <Frame title={t(was ? 'changeGoal' : 'setGoal')} lead={t('goalLead')} saving={saving} onClose={onClose}>
      <TextField label={t('goalText')} value={text} onChange={setText} maxLength={120} required />
      <SelectField
        label={t('goalMeasure')}
        value={measure}
        onChange={setMeasure}
        options={measures.map((value) => ({ value, label: t(`measure_${value}`) }))}
      />
      <NumberField label={t('goalTarget')} value={target} onChange={setTarget} min={1} required />
      <TextField label={t('goalRewardField')} value={reward} onChange={setReward} maxLength={120} required />
    </Frame>
  )
}

/** A prize of the running round, or of its season. */
export function PrizeForm({ league, onClose }: { league: League; onClose: () => void }) {
  const t = useTexts()
  const [what, setWhat] = useState('')
  const [early, setEarly] = useState(false)
  const [from, setFrom] = useState<number | undefined>(1)
  const [to, setTo] = useState<number | undefined>(1)
  const [scope, setScope] = useState<'round' | 'season'>('round')
  const saving = useSave(
    () =>
      createPrize({
        body: {
          what,
          early,
          from: from ?? 0,
          to: to ?? 0,
          ...(scope === 'round' ? { roundId: league.round.id } : { seasonId: league.season.id }),
        },
      }),
    onClose,
  )
  return (
    <Frame title={t('addPrize')} lead={t('addPrizeLead')} saving={saving} onClose={onClose}>
      <TextField label={t('prizeWhat')} value={what} onChange={setWhat} maxLength={120} required />
      <CheckField label={t('prizeEarly')} hint={t('prizeEarlyHint')} checked={early} onChange={setEarly} />
      <div className={css.pair}>
        <NumberField label={t('prizeFrom')} value={from} onChange={setFrom} min={1} max={30} required />
        <NumberField label={t('prizeTo')} value={to} onChange={setTo} min={1} max={30} required />
      </div>
      <ChoiceField
        label={t('prizeScope')}
        value={scope}
        onChange={setScope}
        options={[
          { value: 'round', label: t('scopeRound') },
          { value: 'season', label: t('scopeSeason') },
        ]}
      />
    </Frame>
  )
}
