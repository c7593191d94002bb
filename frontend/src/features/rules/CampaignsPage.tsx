import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announceCampaign, discardCampaign, withdrawCampaign } from '../../client'
import { useReads } from '../../design/Acts'
import { EmptyState } from '../../design/EmptyState'
import { ManagePage } from '../../design/ManagePage'
import { PageState } from '../../design/PageState'
import { Refused } from '../../design/Refused'
import { brandQuery, meQuery } from '../../queries'
import { type Campaign, campaignsQuery, standingOf } from './api'
import { CampaignFacts } from './CampaignFacts'
import { DraftCampaign } from './DraftCampaign'
import { useTexts } from './i18n'
import styles from './rules.module.css'

/** Campaigns for staff: drafts, what is announced, and what was. */
export function CampaignsPage() {
  const t = useTexts()
  const campaigns = useQuery(campaignsQuery)
  const me = useQuery(meQuery).data
  const zone = useQuery(brandQuery).data?.timeZone ?? 'UTC'
  const [drafting, setDrafting] = useState(false)
  const writes = !useReads()
  const action = writes ? (
    <button type="button" className="btn" onClick={() => setDrafting(true)}>
      {t('campaignNew')}
    </button>
  ) : undefined
  return (
    <ManagePage title={t('campaignsTitle')} lead={t('campaignsLead')} action={action}>
      <PageState queries={[campaigns]} part>
        {campaigns.data?.items.length === 0 && (
          <EmptyState title={t('campaignsNone')}>{t('campaignsNoneText')}</EmptyState>
        )}
        <div className={styles.campaigns}>
          {campaigns.data?.items.map((one) => (
            <section key={one.id} className={`card ${styles.card} ${styles.campaign}`} aria-label={one.name}>
              <CampaignFacts as="h2" campaign={one} zone={zone} />
              <Hands campaign={one} />
              {writes && <Acts campaign={one} mine={one.staff?.authorId === me?.id} zone={zone} />}
            </section>
          ))}
        </div>
      </PageState>
      {drafting && <DraftCampaign zone={zone} onClose={() => setDrafting(false)} />}
    </ManagePage>
  )
}

/** Who wrote it, who announced it, and what it did. */
function Hands({ campaign: { staff } }: { campaign: Campaign }) {
  const t = useTexts()
  if (!staff) return null
  return (
    <p className="s quiet">
      {staff.announcer
        ? t('campaignByBoth', { author: staff.author, announcer: staff.announcer })
        : t('campaignBy', { author: staff.author })}{' '}
      {staff.awards > 0 && t('campaignAwards', { count: staff.awards })}
    </p>
  )
}

function Acts({ campaign, mine, zone }: { campaign: Campaign; mine: boolean; zone: string }) {
  const t = useTexts()
  const [changing, setChanging] = useState(false)
  const cache = useQueryClient()
  const path = { id: campaign.id }
  const act = useMutation({
    mutationFn: async (what: 'announce' | 'drop' | 'withdraw') => {
      if (what === 'announce') await announceCampaign({ path, body: { version: campaign.version } })
      else if (what === 'drop') await discardCampaign({ path })
      else await withdrawCampaign({ path })
    },
    onSuccess: () => cache.invalidateQueries({ queryKey: ['campaigns'] }),
  })
  const now = Date.now()
  const standing = standingOf(campaign, now)
  const early = Date.parse(campaign.startsAt) - now > 86_400_000
  if (standing !== 'draft' && !(standing === 'coming' && early)) return null
  return (
    <div className={styles.acts}>
      {standing === 'draft' && !mine && early && (
        <button
          type="button"
          className="btn small"
          aria-disabled={act.isPending}
          onClick={() => act.isPending || act.mutate('announce')}
        >
          {t('announce')}
        </button>
      )}
      {standing === 'draft' && !early && <p className="s soft">{t('announceLate')}</p>}
      {standing === 'draft' && mine && early && <p className="s soft">{t('announceOwn')}</p>}
      <button
        type="button"
        className="btn second small"
        aria-disabled={act.isPending}
        onClick={() => act.isPending || act.mutate(standing === 'draft' ? 'drop' : 'withdraw')}
      >
        {t(standing === 'draft' ? 'drop' : 'withdraw')}
      </button>
      {standing === 'draft' && (
        <button type="button" className="btn second small" onClick={() => setChanging(true)}>
          {t('campaignEdit')}
        </button>
      )}
      <Refused error={act.error} />
      {changing && <DraftCampaign campaign={campaign} zone={zone} onClose={() => setChanging(false)} />}
    </div>
  )
}
