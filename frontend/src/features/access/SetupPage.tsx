import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { type Founding, getSetup, setUp } from '../../client'
import { EmptyState } from '../../design/EmptyState'
import { ErrorNote } from '../../design/ErrorNote'
import { SelectField, TextField } from '../../design/fields'
import { useWords } from '../../design/words'
import { currentLanguage, languages, setLanguage } from '../../i18n'
import { CookieNote, Door } from './Door'
import { useAccessTexts } from './i18n'
import { tokenOfAddress, useEntry, useEntryError } from './useEntry'

/** SetupPage opens the house once, with the one-time link that the server printed. */
export function SetupPage() {
  const t = useAccessTexts()
  const token = tokenOfAddress(useLocation().hash)
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => getSetup() }).data
  if (setup && !setup.needed) return <Closed title={t('setupDoneTitle')} text={t('setupDone')} />
  if (!token) return <Closed title={t('setupNoTokenTitle')} text={t('setupNoToken')} />
  return (
    <Door title={t('setupTitle')} text={t('setupText')} unbuilt>
      <SetupForm token={token} />
      <CookieNote />
    </Door>
  )
}

/** Closed stands where a link leads nowhere, with the way on. */
export function Closed({ title, text }: { title: string; text: string }) {
  const t = useAccessTexts()
  return (
    <main className="alone">
      <EmptyState
        title={title}
        action={
          <Link className="btn second small" to="/sign-in">
            {t('toSignIn')}
          </Link>
        }
      >
        {text}
      </EmptyState>
    </main>
  )
}

function SetupForm({ token }: { token: string }) {
  const t = useAccessTexts()
  const words = useWords()
  const [values, setValues] = useState<Omit<Founding, 'token'>>({
    brandName: '',
    name: '',
    email: '',
    password: '',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
    language: currentLanguage(),
  })
  const entry = useEntry(() => setUp({ body: { ...values, token } }), '/manage/experts')
  const { sentence, fields } = useEntryError(entry.error)
  const set = (change: Partial<typeof values>) => setValues((now) => ({ ...now, ...change }))
  const field = (key: keyof typeof values) => ({
    value: values[key],
    required: true,
    error: fields[key],
    onChange: (value: string) => set({ [key]: value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!entry.isPending) entry.mutate(undefined)
  }
  return (
    <form onSubmit={submit}>
      {sentence ? (
        <ErrorNote title={t('notSentTitle')} icon="flag">
          {sentence}
        </ErrorNote>
      ) : null}
      <TextField label={t('brandName')} hint={t('brandHint')} autoComplete="organization" {...field('brandName')} />
      <TextField label={t('yourName')} autoComplete="name" {...field('name')} />
      <TextField label={t('email')} type="email" autoComplete="username" {...field('email')} />
      <TextField
        label={t('newPassword')}
        hint={t('passwordHint')}
        type="password"
        autoComplete="new-password"
        minLength={12}
        {...field('password')}
      />
      <SelectField
        label={t('timeZone')}
        hint={t('timeZoneHint')}
        options={zones(values.timeZone)}
        {...field('timeZone')}
      />
      <SelectField
        label={words('language')}
        options={languages.map((value) => ({ value, label: value === 'nl' ? words('dutch') : words('english') }))}
        {...field('language')}
        onChange={(language: string) => {
          set({ language })
          setLanguage(language)
        }}
      />
      <button type="submit" className="btn" aria-disabled={entry.isPending}>
        {entry.isPending ? t('opening') : t('open')}
      </button>
    </form>
  )
}

function zones(own: string) {
  const all = new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])
  return [...all].sort().map((value) => ({ value, label: value.replaceAll('_', ' ') }))
}
