import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { createCampaign, putCampaign } from '../../client'
import { Dialog } from '../../design/Dialog'
import { ChipsField, SwitchField, TextField } from '../../design/fields'
import { Refused } from '../../design/Refused'
import { useLanguage } from '../../i18n'
import { languageName } from '../../i18n/languageName'
import { brandQuery, productsQuery, reasonsQuery } from '../../queries'
import type { Campaign } from './api'
import { useTexts } from './i18n'
import styles from './rules.module.css'
import { useRefusedAt } from './useRefusedAt'
import { instantOf, wallOf } from './zone'

const levels = ['1', '2', '3', '4'] as const

/** A campaign that is written; a colleague announces it. Without one it is a new one. */
export function DraftCampaign({ campaign, zone, onClose }: { campaign?: Campaign; zone: string; onClose: () => void }) {
  const t = useTexts()
  const cache = useQueryClient()
  const languages = useQuery(brandQuery).data?.languages ?? []
  const reasons = useQuery(reasonsQuery(useLanguage())).data?.items ?? []
  const products = useQuery(productsQuery).data?.items ?? []
  const was = campaign?.scope
  const [name, setName] = useState(campaign?.name ?? '')
  const [factor, setFactor] = useState(String(campaign?.factor ?? 1.5))
  const [from, setFrom] = useState(campaign ? wallOf(campaign.startsAt, zone) : '')
  const [to, setTo] = useState(campaign ? wallOf(campaign.endsAt, zone) : '')
  const [about, setAbout] = useState<string[]>(was?.reasons ?? [])
  const [of, setOf] = useState<string[]>(was?.products ?? [])
  const [spoken, setSpoken] = useState<string[]>(was?.languages ?? [])
  const [level, setLevel] = useState<string[]>((was?.levels ?? []).map(String))
  const [onShift, setOnShift] = useState(was?.onShift ?? false)
  const draft = useMutation({
    mutationFn: async () => {
      const body = {
        name,
        factor: Number(factor.replace(',', '.')),
        scope: { ...was, reasons: about, products: of, languages: spoken, levels: level.map(Number), onShift },
        startsAt: instantOf(from, zone),
        endsAt: instantOf(to, zone),
      }
      if (campaign) await putCampaign({ path: { id: campaign.id }, body: { ...body, version: campaign.version } })
      else await createCampaign({ body })
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['campaigns'] })
      onClose()
    },
  })
  const refusedAt = useRefusedAt(draft.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    draft.mutate()
  }
  return (
    <Dialog title={t(campaign ? 'campaignChange' : 'campaignNew')} lead={t('campaignHint', { zone })} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.pair}>
          <TextField
            label={t('campaignName')}
            value={name}
            onChange={setName}
            maxLength={60}
            required
            error={refusedAt('/name')}
          />
          <TextField
            label={t('campaignFactor')}
            value={factor}
            onChange={setFactor}
            inputMode="decimal"
            figure
            required
            error={refusedAt('/factor')}
          />
        </div>
        <div className={styles.pair}>
          <TextField label={t('campaignFrom')} type="datetime-local" value={from} onChange={setFrom} required />
          <TextField
            label={t('campaignTo')}
            type="datetime-local"
            value={to}
            onChange={setTo}
            required
            error={refusedAt('/endsAt')}
          />
        </div>
        <ChipsField
          label={t('campaignReasons')}
          hint={t('campaignReasonsHint')}
          value={about}
          onChange={setAbout}
          options={reasons
            .filter((one) => !one.archived || about.includes(one.id))
            .map((one) => ({ value: one.id, label: one.name }))}
        />
        <ChipsField
          label={t('campaignProducts')}
          value={of}
          onChange={setOf}
          options={products
            .filter((one) => !one.archived || of.includes(one.id))
            .map((one) => ({ value: one.id, label: one.name }))}
        />
        <ChipsField
          label={t('campaignLanguages')}
          hint={t('campaignAll')}
          value={spoken}
          onChange={setSpoken}
          options={languages.map((value) => ({ value, label: languageName(value) }))}
        />
        <ChipsField
          label={t('campaignLevels')}
          value={level}
          onChange={setLevel}
          options={levels.map((value) => ({ value, label: value }))}
        />
        <SwitchField label={t('campaignShift')} hint={t('campaignShiftHint')} checked={onShift} onChange={setOnShift} />
        <Refused error={draft.error} />
        <div className={styles.acts}>
          <button type="submit" className="btn" aria-disabled={draft.isPending}>
            {t('campaignSave')}
          </button>
          <button type="button" className="btn second" onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
