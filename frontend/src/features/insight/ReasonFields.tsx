import { useQuery } from '@tanstack/react-query'
import { CheckField, ChoiceField, TextField } from '../../design/fields'
import { Pair } from '../../design/ManagePage'
import { type Draft, useFieldErrors } from '../../design/useDraft'
import { useWords } from '../../design/words'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { useTexts } from './i18n'
import { type StaffTopic, staffTopics } from './types'

/** What a manager sets of a reason or a group. */
export interface ReasonValues {
  name: string
  translations: Record<string, string>
  difficulty: number
  complaint: boolean
  controllable: boolean
  /** empty: experts answer it */
  staffTopic: StaffTopic | ''
}

/** Names in every language of the brand, difficulty, and what a low rating means. */
export function ReasonFields<R>({ draft, group }: { draft: Draft<ReasonValues, R>; group: boolean }) {
  const t = useTexts()
  const error = useFieldErrors(draft)
  const { values, set } = draft
  return (
    <>
      <TextField
        label={t('name')}
        hint={t('nameHint')}
        value={values.name}
        onChange={(name) => set({ name })}
        error={error('name')}
        required
        maxLength={80}
      />
      <Translations draft={draft} />
      <ChoiceField
        label={t('difficulty')}
        hint={group ? `${t('difficultyHint')} ${t('groupNote')}` : t('difficultyHint')}
        value={String(values.difficulty)}
        onChange={(difficulty) => set({ difficulty: Number(difficulty) })}
        options={[
          { value: '1', label: t('difficulty1') },
          { value: '2', label: t('difficulty2') },
          { value: '3', label: t('difficulty3') },
        ]}
        error={error('difficulty')}
      />
      <CheckField
        label={t('complaintLabel')}
        hint={t('complaintHint')}
        checked={values.complaint}
        onChange={(complaint) => set({ complaint })}
      />
      <CheckField
        label={t('controllableLabel')}
        hint={t('controllableHint')}
        checked={values.controllable}
        onChange={(controllable) => set({ controllable })}
      />
      {group ? null : (
        <ChoiceField
          label={t('answeredBy')}
          hint={t(values.staffTopic ? 'answeredByTeam' : 'answeredByExperts')}
          value={values.staffTopic}
          onChange={(staffTopic) => set({ staffTopic })}
          options={[
            { value: '', label: t('experts') },
            ...staffTopics.map((value) => ({ value, label: t(`topic_${value}`) })),
          ]}
          error={error('staffTopic')}
        />
      )}
    </>
  )
}

function Translations<R>({ draft }: { draft: Draft<ReasonValues, R> }) {
  const t = useTexts()
  const words = useWords()
  const { translations } = draft.values
  const brand = useQuery(brandQuery).data?.languages ?? []
  const languages = [...new Set([...brand, ...Object.keys(translations)])]
  return (
    <Pair>
      {languages.map((language) => (
        <TextField
          key={language}
          label={t('nameIn', { language: languageName(language) })}
          optional={words('optional')}
          value={translations[language] ?? ''}
          onChange={(name) => draft.set({ translations: { ...translations, [language]: name } })}
          error={draft.errors[`translations/${language}`]}
          maxLength={80}
        />
      ))}
    </Pair>
  )
}
