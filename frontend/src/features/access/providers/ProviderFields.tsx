import type { Provider } from '../../../client'
import { ChipsField, SwitchField, TextField } from '../../../design/fields'
import { Pair, Section } from '../../../design/ManagePage'
import { type Draft, useFieldErrors } from '../../../design/useDraft'
import { useProviderTexts } from './texts'

export type ProviderRole = Provider['roles'][number]
export const providerRoles: ProviderRole[] = ['expert', 'manager', 'admin', 'auditor']

export interface Values {
  name: string
  slug: string
  issuer: string
  clientId: string
  clientSecret: string
  roles: ProviderRole[]
  acr: string
  amr: string
  enabled: boolean
}

/** words are what stands between spaces. */
export const words = (text: string) => text.split(/\s+/).filter(Boolean)

interface Props<R> {
  draft: Draft<Values, R>
  provider?: Provider
}

/** What a provider is, to be typed. */
export function ProviderFields<R>({ draft, provider }: Props<R>) {
  const t = useProviderTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  const linked = (provider?.linked ?? 0) > 0
  return (
    <>
      <Pair>
        <TextField
          label={t('name')}
          hint={t('nameHint')}
          value={values.name}
          onChange={(name) => set({ name })}
          error={error('name')}
          required
          maxLength={80}
        />
        <TextField
          label={t('slug')}
          hint={t('slugHint')}
          value={values.slug}
          onChange={(slug) => set({ slug })}
          error={error('slug')}
          required
          maxLength={32}
          autoCapitalize="none"
          readOnly={provider !== undefined}
        />
      </Pair>
      <TextField
        label={t('issuer')}
        hint={linked ? t('issuerFixed') : t('issuerHint')}
        type="url"
        value={values.issuer}
        onChange={(issuer) => set({ issuer })}
        error={error('issuer')}
        required
        maxLength={255}
        readOnly={linked}
      />
      <Pair>
        <TextField
          label={t('clientId')}
          value={values.clientId}
          onChange={(clientId) => set({ clientId })}
          error={error('clientId')}
          required
          maxLength={255}
          autoComplete="off"
        />
        <TextField
          label={t('secret')}
          hint={provider?.hasSecret ? t('secretKept') : t('secretNone')}
          type="password"
          value={values.clientSecret}
          onChange={(clientSecret) => set({ clientSecret })}
          error={error('clientSecret')}
          maxLength={512}
          autoComplete="new-password"
        />
      </Pair>
      <ChipsField
        label={t('roles')}
        value={values.roles}
        onChange={(roles) => set({ roles })}
        error={error('roles')}
        options={providerRoles.map((value) => ({ value, label: t(`role_${value}`) }))}
      />
      <Section title={t('second')} note={t('secondText')}>
        <Pair>
          <TextField
            label={t('acr')}
            hint={t('acrHint')}
            value={values.acr}
            onChange={(acr) => set({ acr })}
            error={error('acr')}
            autoCapitalize="none"
          />
          <TextField
            label={t('amr')}
            hint={t('amrHint')}
            value={values.amr}
            onChange={(amr) => set({ amr })}
            error={error('amr')}
            autoCapitalize="none"
          />
        </Pair>
      </Section>
      <SwitchField
        label={t('enabled')}
        hint={t('enabledHint')}
        checked={values.enabled}
        onChange={(enabled) => set({ enabled })}
      />
    </>
  )
}
