import { languages, setLanguage, useLanguage } from '../i18n'
import css from './languageSwitch.module.css'
import { useWords } from './words'

/** LanguageSwitch is for pages outside the shell, where nobody has a menu yet. */
export function LanguageSwitch() {
  const language = useLanguage()
  const t = useWords()
  return (
    <fieldset className={css.languages}>
      <legend className="hidden">{t('language')}</legend>
      {languages.map((each) => (
        <button key={each} type="button" aria-pressed={each === language} lang={each} onClick={() => setLanguage(each)}>
          {each === 'nl' ? t('dutch') : t('english')}
        </button>
      ))}
    </fieldset>
  )
}
