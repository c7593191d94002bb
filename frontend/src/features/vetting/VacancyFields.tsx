import { useQuery } from '@tanstack/react-query'
import type { Vacancy, VacancyValues, Words } from '../../client'
import { AreaField, ChipsField, NumberField, SwitchField, TextField } from '../../design/fields'
import { Pair, Section } from '../../design/ManagePage'
import { type Draft, useFieldErrors } from '../../design/useDraft'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { useTexts } from './i18n'

/** VacancyDraft is a vacancy while it is written; an empty number is not known yet. */
export interface VacancyDraft {
  slug: string
  languages: string[]
  texts: Record<string, Words>
  cohortSize: number | undefined
  minAge: number | undefined
  months: number | undefined
  closesOn: string
  askInChat: boolean
}

export function valuesOf(vacancy: Vacancy): VacancyDraft {
  const { slug, languages, texts, cohortSize, minAge, months, closesOn = '', askInChat } = vacancy
  return { slug, languages, texts, cohortSize, minAge, months, closesOn, askInChat }
}

/** bodyOf sends the words of the chosen languages alone. */
export function bodyOf({ texts, closesOn, ...values }: VacancyDraft): VacancyValues {
  const chosen = Object.fromEntries(values.languages.map((language) => [language, texts[language] ?? {}]))
  return { ...values, texts: chosen, ...(closesOn ? { closesOn } : {}) }
}

/** VacancyFields is the form: the words of each language, and the limits. */
export function VacancyFields<R>({ draft }: { draft: Draft<VacancyDraft, R> }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const spoken = useQuery(brandQuery).data?.languages ?? draft.values.languages
  const { values, set } = draft
  return (
    <>
      {values.languages.map((language) => (
        <WordsOf key={language} language={language} draft={draft} />
      ))}
      <Section title={t('limits')}>
        <Pair>
          <TextField
            label={t('slug')}
            hint={t('slugHint')}
            value={values.slug}
            onChange={(slug) => set({ slug })}
            error={error('slug')}
            required
            maxLength={60}
          />
          <TextField
            label={t('closesOn')}
            type="date"
            optional={t('optional')}
            value={values.closesOn}
            onChange={(closesOn) => set({ closesOn })}
            error={error('closesOn')}
          />
        </Pair>
        <Pair>
          <NumberField
            label={t('cohortSize')}
            min={1}
            max={100}
            value={values.cohortSize}
            onChange={(cohortSize) => set({ cohortSize })}
          />
          <NumberField
            label={t('minAge')}
            min={16}
            max={99}
            value={values.minAge}
            onChange={(minAge) => set({ minAge })}
          />
          <NumberField
            label={t('months')}
            unit={t('monthsUnit')}
            min={1}
            max={120}
            value={values.months}
            onChange={(months) => set({ months })}
          />
        </Pair>
        <ChipsField
          label={t('languages')}
          value={values.languages}
          onChange={(languages) => set({ languages })}
          options={spoken.map((value) => ({ value, label: languageName(value) }))}
          error={error('languages')}
        />
        <SwitchField
          label={t('askInChat')}
          hint={t('askInChatHint')}
          checked={values.askInChat}
          onChange={(askInChat) => set({ askInChat })}
        />
      </Section>
    </>
  )
}

function WordsOf<R>({ language, draft }: { language: string; draft: Draft<VacancyDraft, R> }) {
  const t = useTexts()
  const words = draft.values.texts[language] ?? {}
  const set = (change: Words) => draft.set({ texts: { ...draft.values.texts, [language]: { ...words, ...change } } })
  return (
    <Section title={t('wordsIn', { language: languageName(language) })}>
      <TextField
        label={t('vacancyTitle')}
        value={words.title ?? ''}
        onChange={(title) => set({ title })}
        maxLength={90}
        required
        lang={language}
      />
      <AreaField
        label={t('intro')}
        value={words.intro ?? ''}
        onChange={(intro) => set({ intro })}
        rows={3}
        required
        lang={language}
      />
      <AreaField
        label={t('tasks')}
        hint={t('oneALine')}
        value={words.tasks ?? ''}
        onChange={(tasks) => set({ tasks })}
        rows={3}
        lang={language}
      />
      <AreaField
        label={t('offer')}
        hint={t('oneALine')}
        value={words.offer ?? ''}
        onChange={(offer) => set({ offer })}
        rows={3}
        lang={language}
      />
      <AreaField
        label={t('requirements')}
        hint={t('oneALine')}
        value={words.requirements ?? ''}
        onChange={(requirements) => set({ requirements })}
        rows={3}
        lang={language}
      />
      <Pair>
        <TextField label={t('hours')} value={words.hours ?? ''} onChange={(hours) => set({ hours })} lang={language} />
        <TextField
          label={t('reward')}
          value={words.reward ?? ''}
          onChange={(reward) => set({ reward })}
          lang={language}
        />
      </Pair>
    </Section>
  )
}
