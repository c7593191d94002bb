import { useMutation, useQuery } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import { goToProveByProvider } from '../../../client'
import { Failed } from '../security/Failed'
import security from '../security/security.module.css'
import { leaveFor } from './errand'
import { myProvidersQuery } from './queries'
import { useProviderTexts } from './texts'

/** ProofElsewhere lets a person show at a provider that it is them; then they come back to where they were. */
export function ProofElsewhere({ first }: { first: boolean }) {
  const t = useProviderTexts()
  const { pathname } = useLocation()
  const all = useQuery({ ...myProvidersQuery, retry: false }).data ?? []
  const go = useMutation({
    mutationFn: (slug: string) => goToProveByProvider({ path: { slug } }),
    onSuccess: ({ url }) => leaveFor(url, { purpose: 'proof', to: pathname }),
  })
  const linked = all.filter((one) => one.linkedAt)
  if (linked.length === 0) return null
  return (
    <div className={security.first}>
      <Failed error={go.error} />
      {linked.map(({ slug, name }) => (
        <button
          key={slug}
          type="button"
          className={first ? 'btn' : 'btn second'}
          aria-disabled={go.isPending || go.isSuccess}
          onClick={() => !go.isPending && go.mutate(slug)}
        >
          {t('proveBy', { name })}
        </button>
      ))}
    </div>
  )
}
