import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { getMissedOffers } from '../../../client'
import { Icon } from '../../../design/Icon'
import { clock } from '../../../i18n/format'
import { serverNow } from '../../../live/serverTime'
import { useDeskTexts } from '../i18n'
import { read, write } from '../model/storage'
import css from './top.module.css'

const storageKey = 'kenner.missed.seen'

/** MissedLine says how many offers ran out while one was elsewhere. It is no reproach, and goes away when it is read. */
export function MissedLine() {
  const t = useDeskTexts()
  const client = useQueryClient()
  const [since, setSince] = useState(() => read(storageKey, '', isTime))
  const missed = useQuery({
    queryKey: ['me', 'offers', 'missed', since],
    queryFn: ({ signal }) => getMissedOffers({ query: since ? { since } : {}, signal }),
  }).data
  if (!missed || missed.count === 0 || !missed.lastAt) return null
  const seen = () => {
    const now = new Date(Math.max(serverNow(), Date.parse(missed.lastAt ?? ''))).toISOString()
    write(storageKey, now)
    setSince(now)
    client.removeQueries({ queryKey: ['me', 'offers', 'missed', since] })
  }
  return (
    <p className={css.missed} role="status">
      <Icon name="bell" size={16} />
      <Link to="/offers">{t('missed', { count: missed.count, time: clock(missed.lastAt) })}</Link>
      <button type="button" aria-label={t('missedSeen')} onClick={seen}>
        <Icon name="cross" size={14} />
      </button>
    </p>
  )
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value))
}
