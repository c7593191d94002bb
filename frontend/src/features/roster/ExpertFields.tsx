import { useQuery } from '@tanstack/react-query'
import { Bird } from '../../design/Bird'
import { ChipsField, ChoiceField, TextField } from '../../design/fields'
import { Pair, Section } from '../../design/ManagePage'
import { useWords } from '../../design/words'
import { languageName } from '../../i18n/languageName'
import { brandQuery } from '../../queries'
import { useTexts } from './i18n'
import styles from './roster.module.css'
import { TopicsField } from './TopicsField'
import type { ExpertValues, Topic } from './types'
import { useLevelNames } from './words'

interface Props {
  values: Omit<ExpertValues, 'state' | 'brandCustomerId'>
  set: (change: Partial<ExpertValues>) => void
  error: (field: keyof Omit<ExpertValues, 'state' | 'brandCustomerId'>) => string | undefined
  /** A new expert may leave the alias to us. */
  fresh?: boolean
}

/** Names, alias and bird: how an expert is seen. */
export function NameFields({ values, set, error, fresh }: Props) {
  const t = useTexts()
  const words = useWords()
  return (
    <>
      <Pair>
        <TextField
          label={t('displayName')}
          hint={t('displayNameHint')}
          value={values.displayName}
          onChange={(displayName) => set({ displayName })}
          error={error('displayName')}
          required
          maxLength={60}
          autoComplete="off"
        />
        <TextField
          label={t('alias')}
          hint={fresh ? t('aliasFree') : t('aliasHint')}
          optional={fresh ? words('optional') : undefined}
          value={values.alias}
          onChange={(alias) => set({ alias })}
          error={error('alias')}
          required={!fresh}
          maxLength={60}
          autoComplete="off"
        />
      </Pair>
      <BirdField value={values.bird} onChange={(bird) => set({ bird })} />
    </>
  )
}

const flock = Array.from({ length: 13 }, (_, number) => number)

function BirdField({ value, onChange }: { value: number; onChange: (bird: number) => void }) {
  const t = useTexts()
  return (
    <fieldset className={styles.birds}>
      <legend>{t('bird')}</legend>
      <div>
        {flock.map((number) => (
          <label className={styles.bird} key={number}>
            <input
              type="radio"
              name="bird"
              checked={number === value}
              onChange={() => onChange(number)}
              aria-label={t('birdNumber', { number: number + 1 })}
            />
            <Bird number={number} size={40} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Level, languages and topics: what an expert may answer. */
export function RightsFields({ values, set, error }: Props) {
  const t = useTexts()
  const levels = useLevelNames()
  const brand = useQuery(brandQuery).data
  const offered = [...new Set([...(brand?.languages ?? []), ...values.languages])]
  return (
    <>
      <Section title={t('mayTitle')}>
        <ChoiceField
          label={t('level')}
          hint={t('levelHint')}
          value={String(values.level)}
          onChange={(level) => set({ level: Number(level) })}
          options={levels.map((label, level) => ({ value: String(level), label }))}
          error={error('level')}
        />
        <ChipsField
          label={t('languages')}
          value={values.languages}
          onChange={(languages) => set({ languages })}
          options={offered.map((tag) => ({ value: tag, label: languageName(tag) }))}
          error={error('languages')}
        />
      </Section>
      <Section title={t('topicsTitle')} note={t('topicsNote')}>
        <TopicsField value={values.topics} onChange={(topics: Topic[]) => set({ topics })} error={error('topics')} />
      </Section>
    </>
  )
}
