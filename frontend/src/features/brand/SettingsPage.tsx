import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useActor } from '../../app/session'
import { getSettings, putSettings, type Settings } from '../../client'
import type { Difference } from '../../design/ConflictNote'
import { ChoiceField, NumberField, SelectField, SwitchField, TextField } from '../../design/fields'
import { ManagePage, Pair, Section } from '../../design/ManagePage'
import list from '../../design/manage.module.css'
import { PageState } from '../../design/PageState'
import { SaveBar, submitting } from '../../design/SaveBar'
import { type Draft, useDraft, useFieldErrors } from '../../design/useDraft'
import { fixed, number } from '../../i18n/format'
import { brandQuery } from '../../queries'
import { settingsQuery } from './api'
import { ChannelsField } from './ChannelsField'
import { Embed } from './Embed'
import { useTexts } from './i18n'
import { IdentityCard } from './identity/IdentityCard'
import { LanguagesField } from './LanguagesField'
import { Palette } from './Palette'
import { isOrigin, originsOf, type SettingsValues, timeZones } from './settings'
import styles from './settings.module.css'

/** How the brand looks and works for everybody. */
export function SettingsPage() {
  const t = useTexts()
  const settings = useQuery(settingsQuery)
  const admin = useActor().role === 'admin'
  return (
    <ManagePage title={t('settingsTitle')} lead={settings.data && t('settingsLead', { brand: settings.data.name })}>
      <PageState queries={[settings]} part>
        {settings.data && <SettingsForm settings={settings.data} />}
        {settings.data && admin && <IdentityCard settings={settings.data} />}
      </PageState>
    </ManagePage>
  )
}

type SettingsDraft = Draft<SettingsValues, Settings>

/** All settings as one form. Exported for its test. */
export function SettingsForm({ settings }: { settings: Settings }) {
  const cache = useQueryClient()
  const draft = useDraft<SettingsValues, Settings>({
    source: settings,
    toValues: valuesOf,
    keepAs: 'settings',
    submit: (values, base) =>
      putSettings({ body: { ...values, domains: originsOf(values.domains), version: base.version } }),
    reload: () => getSettings(),
    onSaved: (saved) => {
      cache.setQueryData(settingsQuery.queryKey, saved)
      void cache.invalidateQueries({ queryKey: brandQuery.queryKey })
    },
  })
  const differences = useDifferences()
  const good = originsOf(draft.values.domains).every(isOrigin)
  return (
    <form noValidate className={styles.form} onSubmit={good ? submitting(draft) : (event) => event.preventDefault()}>
      <div className={styles.columns}>
        <section className={`card ${list.form}`}>
          <BrandPart draft={draft} />
          <WorkPart draft={draft} />
        </section>
        <div className={styles.side}>
          <ColourPart draft={draft} />
          <Embed draft={draft} />
        </div>
      </div>
      <SaveBar grounded draft={draft} differences={differences} />
    </form>
  )
}

function valuesOf(settings: Settings): SettingsValues {
  const { name, timeZone, languages, hue, strength, domains, maxSeats, waitingMinutes, anonymousRatings } = settings
  const answerHours = settings.answerHours ?? 8
  const channels = settings.channels ?? ['chat']
  return {
    name,
    timeZone,
    languages,
    channels,
    hue,
    strength,
    domains,
    maxSeats,
    waitingMinutes,
    anonymousRatings,
    answerHours,
  }
}

function BrandPart({ draft }: { draft: SettingsDraft }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  return (
    <Section first title={t('brandTitle')}>
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
        <SelectField
          label={t('timeZone')}
          hint={t('timeZoneHint')}
          value={values.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          options={timeZones(values.timeZone).map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
          error={error('timeZone')}
        />
      </Pair>
      <LanguagesField
        value={values.languages}
        onChange={(languages) => set({ languages })}
        error={error('languages')}
      />
      <ChannelsField
        value={values.channels ?? []}
        onChange={(channels) => set({ channels })}
        error={error('channels')}
      />
    </Section>
  )
}

function WorkPart({ draft }: { draft: SettingsDraft }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  return (
    <Section first title={t('workTitle')}>
      <ChoiceField
        label={t('maxSeats')}
        hint={t('maxSeatsHint')}
        value={String(values.maxSeats)}
        onChange={(seats) => set({ maxSeats: Number(seats) })}
        options={[1, 2, 3].map((seats) => ({ value: String(seats), label: t('seats', { count: seats }) }))}
        error={error('maxSeats')}
      />
      <NumberField
        label={t('waiting')}
        hint={t('waitingHint')}
        unit={t('minutes')}
        value={values.waitingMinutes}
        onChange={(minutes) => set({ waitingMinutes: minutes ?? 0 })}
        min={1}
        max={1440}
        error={error('waitingMinutes')}
      />
      <NumberField
        label={t('answerHours')}
        hint={t('answerHoursHint')}
        unit={t('hoursUnit')}
        value={values.answerHours}
        onChange={(hours) => set({ answerHours: hours ?? 0 })}
        min={1}
        max={240}
        error={error('answerHours')}
      />
      <SwitchField
        label={t('anonymous')}
        hint={t('anonymousHint')}
        checked={values.anonymousRatings}
        onChange={(anonymousRatings) => set({ anonymousRatings })}
      />
    </Section>
  )
}

function ColourPart({ draft }: { draft: SettingsDraft }) {
  const t = useTexts()
  const { values, set } = draft
  return (
    <section className={`card ${list.form}`}>
      <Section first title={t('colourTitle')} note={t('colourNote')}>
        <Palette hue={values.hue} strength={values.strength} name={values.name} onChange={set} />
      </Section>
    </section>
  )
}

function useDifferences(): (theirs: Settings, mine: SettingsValues) => Difference[] {
  const t = useTexts()
  const say = (values: SettingsValues): [string, string][] => [
    [t('name'), values.name],
    [t('timeZone'), values.timeZone],
    [t('languages'), values.languages.join(', ')],
    [t('channels'), (values.channels ?? []).join(', ')],
    [t('hue'), number(values.hue)],
    [t('strength'), fixed(values.strength, 3)],
    [t('domains'), values.domains.join(', ')],
    [t('maxSeats'), number(values.maxSeats)],
    [t('waiting'), `${number(values.waitingMinutes)} ${t('minutes')}`],
    [t('answerHours'), `${number(values.answerHours ?? 8)} ${t('hoursUnit')}`],
    [t('anonymous'), values.anonymousRatings ? t('yes') : t('no')],
  ]
  return (theirs, mine) => {
    const ours = say(mine)
    return say(valuesOf(theirs)).map(([label, value], at) => ({ label, theirs: value, mine: ours[at]?.[1] ?? '' }))
  }
}
