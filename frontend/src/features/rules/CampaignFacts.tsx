import { useQuery } from '@tanstack/react-query'
import { listContactReasons, listProducts } from '../../client'
import { day, number, weekdayAndClock } from '../../i18n/format'
import { languageName } from '../../i18n/languageName'
import { type Campaign, standingOf } from './api'
import { useTexts } from './i18n'
import styles from './rules.module.css'

/** What a campaign is, as everybody reads it. */
export function CampaignFacts({
  campaign,
  zone,
  as: Name = 'h3',
}: {
  campaign: Campaign
  zone: string
  as?: 'h2' | 'h3'
}) {
  const t = useTexts()
  const standing = standingOf(campaign, Date.now())
  const words = {
    draft: t('stateDraft'),
    withdrawn: t('stateWithdrawn'),
    coming: t('stateComing'),
    running: t('stateRunning'),
    over: t('stateOver'),
  }
  const at = (time: string) => `${day(time, zone)}, ${weekdayAndClock(time, zone)}`
  return (
    <>
      <span className={styles.times}>× {number(campaign.factor, 2)}</span>
      <Name>{campaign.name}</Name>
      <p>
        <span className="tag">{words[standing]}</span>
      </p>
      <p className="s">{t('campaignSpan', { from: at(campaign.startsAt), to: at(campaign.endsAt) })}</p>
      <p className="s soft">{useScope(campaign).join(' · ') || t('scopeAll')}</p>
    </>
  )
}

/** The scope in words; nothing for every conversation. */
function useScope({ scope }: Campaign): string[] {
  const t = useTexts()
  const reasons = useQuery({
    queryKey: ['reasons', 'names'],
    queryFn: ({ signal }) => listContactReasons({ signal }),
    enabled: (scope.reasons ?? []).length > 0,
  }).data?.items
  const products = useQuery({
    queryKey: ['products', 'names'],
    queryFn: ({ signal }) => listProducts({ query: { limit: 100 }, signal }),
    enabled: (scope.products ?? []).length > 0,
  }).data?.items
  return [
    ...(scope.reasons ?? []).map((id) => reasons?.find((one) => one.id === id)?.name ?? ''),
    ...(scope.products ?? []).map((id) => products?.find((one) => one.id === id)?.name ?? ''),
    ...(scope.languages ?? []).map(languageName),
    ...(scope.channels ?? []),
    ...(scope.levels ?? []).map((level) => t('scopeLevel', { level })),
    ...(scope.onShift ? [t('scopeShift')] : []),
  ].filter(Boolean)
}
