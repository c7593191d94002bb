import { queryOptions } from '@tanstack/react-query'
import { type Campaign, getRuleBook, getRuleSet, listCampaigns, type RuleBook } from '../../client'

export type { Campaign, RuleBook } from '../../client'
export type Draft = NonNullable<RuleBook['draft']>
export type Change = Draft['changes'][number]

export const bookQuery = queryOptions({ queryKey: ['ruleBook'], queryFn: ({ signal }) => getRuleBook({ signal }) })
export const ruleSetQuery = queryOptions({ queryKey: ['ruleSet'], queryFn: ({ signal }) => getRuleSet({ signal }) })
export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => listCampaigns({ signal }),
})

/** Where a campaign stands at a time. */
export function standingOf(campaign: Campaign, now: number): 'draft' | 'withdrawn' | 'coming' | 'running' | 'over' {
  if (campaign.state !== 'announced') return campaign.state
  if (now < Date.parse(campaign.startsAt)) return 'coming'
  return now < Date.parse(campaign.endsAt) ? 'running' : 'over'
}
