import { useMutation, useQuery } from '@tanstack/react-query'
import { goToProvider } from '../../../client'
import { Icon } from '../../../design/Icon'
import { Failed } from '../security/Failed'
import { leaveFor } from './errand'
import css from './providers.module.css'
import { doorsQuery } from './queries'
import { useProviderTexts } from './texts'

interface Props {
  to?: string
  /** The token of an invitation that is to be used by an account instead of a password. */
  invitation?: string
}

/** Doors are the providers by which people come in, below the password; nothing where the brand has none. */
export function Doors({ to = '/', invitation }: Props) {
  const t = useProviderTexts()
  const doors = useQuery({ ...doorsQuery, retry: false }).data ?? []
  const go = useMutation({
    mutationFn: (slug: string) => goToProvider({ path: { slug }, body: invitation ? { invitation } : {} }),
    onSuccess: ({ url }) => leaveFor(url, { purpose: 'signIn', to }),
  })
  if (doors.length === 0) return null
  return (
    <div className={css.doors}>
      <p className={css.or}>
        <span>{t('or')}</span>
      </p>
      <Failed error={go.error} />
      {doors.map((door) => (
        <button
          key={door.slug}
          type="button"
          className="btn second"
          aria-disabled={go.isPending || go.isSuccess}
          onClick={() => !go.isPending && go.mutate(door.slug)}
        >
          <Icon name="door" directed />{' '}
          {go.isPending && go.variables === door.slug
            ? t('going', { name: door.name })
            : t(invitation ? 'joinBy' : 'comeInBy', { name: door.name })}
        </button>
      ))}
    </div>
  )
}
