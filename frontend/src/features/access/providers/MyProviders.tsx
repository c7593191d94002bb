import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { goToLinkProvider, type MyProvider, unlinkProvider } from '../../../client'
import { Icon } from '../../../design/Icon'
import { dayAndYear } from '../../../i18n/format'
import { Failed } from '../security/Failed'
import { Asking } from '../security/Passkeys'
import css from '../security/security.module.css'
import { leaveFor } from './errand'
import { myProvidersQuery } from './queries'
import { useProviderTexts } from './texts'

/** MyProviders are the person's accounts elsewhere; nothing where the brand has no provider for them. */
export function MyProviders() {
  const t = useProviderTexts()
  const all = useQuery({ ...myProvidersQuery, retry: false }).data ?? []
  if (all.length === 0) return null
  return (
    <section className={css.part} aria-label={t('mineTitle')}>
      <div>
        <h2>{t('mineTitle')}</h2>
        <p className="s quiet">{t('mineText')}</p>
      </div>
      <ul className={css.rows}>
        {all.map((one) => (
          <ProviderRow key={one.id} provider={one} />
        ))}
      </ul>
    </section>
  )
}

function ProviderRow({ provider }: { provider: MyProvider }) {
  const t = useProviderTexts()
  const cache = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { id, slug, name, linkedAt, usedAt } = provider
  const link = useMutation({
    mutationFn: () => goToLinkProvider({ path: { slug } }),
    onSuccess: ({ url }) => leaveFor(url, { purpose: 'link', to: '/security' }),
  })
  const unlink = useMutation({
    mutationFn: () => unlinkProvider({ path: { id } }),
    onSuccess: () => {
      setAsking(false)
      void cache.invalidateQueries({ queryKey: ['me'] })
    },
  })
  const facts = linkedAt
    ? [
        t('mineSince', { date: dayAndYear(linkedAt) }),
        usedAt ? t('mineUsed', { date: dayAndYear(usedAt) }) : t('mineNever'),
      ]
    : [t('mineNot')]
  return (
    <li>
      <div className={css.row}>
        <Icon name={linkedAt ? 'check' : 'door'} directed={!linkedAt} />
        <div className="grow">
          <b>{name}</b>
          <div className="s soft">{facts.join(' · ')}</div>
        </div>
        {linkedAt ? (
          <button
            type="button"
            className="btn text small"
            aria-label={t('mineUnlinkOf', { name })}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            {t('mineUnlink')}
          </button>
        ) : (
          <button
            type="button"
            className="btn second small"
            aria-label={t('mineLinkOf', { name })}
            aria-disabled={link.isPending || link.isSuccess}
            onClick={() => !link.isPending && link.mutate()}
          >
            {t('mineLink')}
          </button>
        )}
      </div>
      <Failed error={link.error} />
      {asking ? (
        <Asking
          text={t('mineUnlinkText')}
          verb={t('mineUnlink')}
          error={unlink.error}
          onYes={() => unlink.mutate()}
          onNo={setAsking}
        />
      ) : null}
    </li>
  )
}
