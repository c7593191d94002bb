import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { createDrop } from '../../../client'
import { ChoiceField, NumberField, SelectField, TextField } from '../../../design/fields'
import { Pair } from '../../../design/ManagePage'
import list from '../../../design/manage.module.css'
import { rewardsQuery } from '../api'
import styles from '../manage.module.css'
import type { Drop } from './api'
import { useTexts } from './i18n'
import { Said } from './Part'

const dayLong = 24 * 60 * 60 * 1_000

/** local is a moment as an input of date and time wants it: the reader's wall clock. */
function local(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:00`
}

/** DropCreate plans a drop; nobody but staff sees it before it is announced. */
export function DropCreate() {
  const t = useTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const limited = (useQuery(rewardsQuery).data ?? []).filter((reward) => reward.limited && !reward.archived)
  const [picked, setPicked] = useState('')
  const [kind, setKind] = useState<Drop['kind']>('draw')
  const [pieces, setPieces] = useState<number>()
  const [reserve, setReserve] = useState<number>()
  const [opens, setOpens] = useState(() => local(new Date(Date.now() + 8 * dayLong)))
  const [closes, setCloses] = useState(() => local(new Date(Date.now() + 11 * dayLong)))
  const rewardId = picked || limited[0]?.id || ''
  const act = useMutation({
    mutationFn: () =>
      createDrop({
        body: {
          rewardId,
          kind,
          pieces: pieces ?? 0,
          reserve,
          opensAt: new Date(opens).toISOString(),
          closesAt: new Date(closes).toISOString(),
        },
      }),
    onSuccess: async (made) => {
      await cache.invalidateQueries({ queryKey: ['drops'] })
      void go(`/manage/drops/${made.id}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (rewardId && pieces && opens && closes) act.mutate()
  }
  return (
    <section className={`card ${list.form}`} aria-label={t('drop')}>
      <h2 className={styles.formTitle}>{t('drop')}</h2>
      {limited.length === 0 && <p className="soft">{t('noLimited')}</p>}
      <form onSubmit={submit} className={styles.form} noValidate>
        <Said error={act.error} />
        <SelectField
          label={t('reward')}
          value={rewardId}
          onChange={setPicked}
          options={limited.map((reward) => ({ value: reward.id, label: reward.name }))}
        />
        <ChoiceField
          label={t('kind')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'draw', label: t('draw') },
            { value: 'first_come', label: t('firstCome') },
          ]}
        />
        <Pair>
          <NumberField label={t('piecesField')} value={pieces} onChange={setPieces} min={1} max={100_000} />
          <NumberField
            label={t('reserveField')}
            value={reserve ?? (pieces === undefined ? undefined : Math.floor(pieces / 5))}
            onChange={setReserve}
            min={0}
            max={pieces}
          />
        </Pair>
        <Pair>
          <TextField
            label={t('opens')}
            type="datetime-local"
            hint={t('timesHint')}
            figure
            value={opens}
            onChange={setOpens}
          />
          <TextField label={t('closes')} type="datetime-local" figure value={closes} onChange={setCloses} />
        </Pair>
        <div>
          <button type="submit" className="btn" disabled={act.isPending || !rewardId || !pieces}>
            {act.isPending ? t('working2') : t('save')}
          </button>
        </div>
      </form>
    </section>
  )
}
