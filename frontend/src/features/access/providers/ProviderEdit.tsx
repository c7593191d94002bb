import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { useActor } from '../../../app/session'
import { addProvider, changeProvider, lookAtProvider, type Provider } from '../../../client'
import type { Difference } from '../../../design/ConflictNote'
import { CopyBox } from '../../../design/CopyBox'
import { Icon } from '../../../design/Icon'
import { Section } from '../../../design/ManagePage'
import list from '../../../design/manage.module.css'
import { Gone, PageState } from '../../../design/PageState'
import { SaveBar, submitting } from '../../../design/SaveBar'
import { useDraft } from '../../../design/useDraft'
import { Failed } from '../security/Failed'
import { ProviderFields, providerRoles, type Values, words } from './ProviderFields'
import css from './providers.module.css'
import { providersQuery } from './queries'
import { useProviderTexts } from './texts'

function valuesOf({ name, slug, issuer, clientId, roles, acr, amr, enabled }: Provider): Values {
  return { name, slug, issuer, clientId, clientSecret: '', roles, acr: acr.join(' '), amr: amr.join(' '), enabled }
}

/** One provider, to be changed, asked and switched off. */
export function ProviderEdit() {
  const { id = '' } = useParams()
  const providers = useQuery(providersQuery)
  const provider = providers.data?.find((one) => one.id === id)
  return (
    <PageState queries={[providers]} part>
      {provider ? <Edit key={id} provider={provider} /> : <Gone />}
    </PageState>
  )
}

function Edit({ provider }: { provider: Provider }) {
  const t = useProviderTexts()
  const cache = useQueryClient()
  const draft = useDraft<Values, Provider>({
    source: provider,
    toValues: valuesOf,
    submit: ({ name, issuer, clientId, clientSecret, roles, acr, amr, enabled }, { version }) =>
      changeProvider({
        path: { id: provider.id },
        body: {
          ...{ name, issuer, clientId, roles, enabled, version },
          acr: words(acr),
          amr: words(amr),
          ...(clientSecret ? { clientSecret } : {}),
        },
      }),
    reload: async () => {
      const fresh = await cache.fetchQuery({ ...providersQuery, staleTime: 0 })
      return fresh.find((one) => one.id === provider.id) ?? provider
    },
    onSaved: () => void cache.invalidateQueries({ queryKey: providersQuery.queryKey }),
  })
  const differences = (theirs: Provider, mine: Values): Difference[] => {
    const other = valuesOf(theirs)
    return [
      { label: t('name'), theirs: other.name, mine: mine.name },
      { label: t('issuer'), theirs: other.issuer, mine: mine.issuer },
      { label: t('clientId'), theirs: other.clientId, mine: mine.clientId },
      { label: t('acr'), theirs: other.acr, mine: mine.acr },
      { label: t('amr'), theirs: other.amr, mine: mine.amr },
      { label: t('enabled'), theirs: t(other.enabled ? 'on' : 'off'), mine: t(mine.enabled ? 'on' : 'off') },
    ]
  }
  return (
    <section className={`card ${list.form}`} aria-label={provider.name}>
      <h2 className={css.title}>{provider.name}</h2>
      <form onSubmit={submitting(draft)} noValidate className={css.form}>
        <ProviderFields draft={draft} provider={provider} />
        <SaveBar draft={draft} differences={differences} />
      </form>
      <Addresses slug={provider.slug} />
      <Check provider={provider} />
    </section>
  )
}

function Addresses({ slug }: { slug: string }) {
  const t = useProviderTexts()
  const all = [
    { label: t('redirect'), text: `${location.origin}/sign-in/back/${slug}` },
    { label: t('logout'), text: `${location.origin}/api/v1/doors/${slug}/logouts` },
    { label: t('leave'), text: `${location.origin}/sign-in` },
  ]
  return (
    <Section title={t('addresses')} note={t('addressesText')}>
      <dl className={css.addresses}>
        {all.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <CopyBox text={text} label={label} />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

function Check({ provider }: { provider: Provider }) {
  const t = useProviderTexts()
  const reads = useActor().role === 'auditor'
  const look = useMutation({ mutationFn: () => lookAtProvider({ path: { id: provider.id } }) })
  if (reads) return null
  const found = look.data
  const lines = found
    ? [
        { good: true, text: t('checkGood') },
        { good: found.signOut, text: t(found.signOut ? 'checkOut' : 'checkNoOut') },
        { good: found.backChannel, text: t(found.backChannel ? 'checkBack' : 'checkNoBack') },
      ]
    : []
  return (
    <Section title={t('check')} note={t('checkText')}>
      <div>
        <button
          type="button"
          className="btn second"
          aria-disabled={look.isPending}
          onClick={() => !look.isPending && look.mutate()}
        >
          {t('check')}
        </button>
      </div>
      <Failed error={look.error} />
      <div role="status">
        <ul className={css.found}>
          {lines.map(({ good, text }) => (
            <li key={text}>
              <Icon name={good ? 'check' : 'flag'} /> <span>{text}</span>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  )
}

const blank: Values = {
  name: '',
  slug: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  roles: providerRoles,
  acr: '',
  amr: '',
  enabled: true,
}

/** A new provider. Its addresses are shown while it is typed, for the provider wants to know them first. */
export function ProviderCreate() {
  const t = useProviderTexts()
  const cache = useQueryClient()
  const go = useNavigate()
  const draft = useDraft<Values, Values>({
    source: blank,
    toValues: (values) => values,
    submit: async ({ clientSecret, acr, amr, ...values }) => {
      const body = { ...values, acr: words(acr), amr: words(amr), ...(clientSecret ? { clientSecret } : {}) }
      const made = await addProvider({ body })
      await cache.invalidateQueries({ queryKey: providersQuery.queryKey })
      void go(`/manage/providers/${made.id}`)
      return blank
    },
  })
  return (
    <section className={`card ${list.form}`} aria-label={t('newTitle')}>
      <h2 className={css.title}>{t('newTitle')}</h2>
      <form onSubmit={submitting(draft)} noValidate className={css.form}>
        <ProviderFields draft={draft} />
        <SaveBar draft={draft} verb={t('create')} />
      </form>
      <Addresses slug={draft.values.slug || '…'} />
    </section>
  )
}
