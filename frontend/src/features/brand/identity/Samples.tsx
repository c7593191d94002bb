import { useState } from 'react'
import { CopyBox } from '../../../design/CopyBox'
import { ChoiceField } from '../../../design/fields'
import { useTexts } from './i18n'
import { languages, namesOf, type Place, type SampleLanguage, samples } from './samples'

/** How a server signs a token, in the language that it speaks. */
export function Samples({ place }: { place: Place }) {
  const t = useTexts()
  const [language, setLanguage] = useState<SampleLanguage>('node')
  return (
    <>
      <ChoiceField
        label={t('sampleLanguage')}
        value={language}
        onChange={setLanguage}
        options={languages.map((value) => ({ value, label: namesOf[value] }))}
      />
      <CopyBox text={samples[language](place)} label={t('sample')} code />
    </>
  )
}
