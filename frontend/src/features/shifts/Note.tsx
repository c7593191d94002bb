import { ProblemError } from '../../app/problem'
import { useRefusalSentence } from '../../design/words'
import { useTexts } from './i18n'
import css from './shifts.module.css'

/** Failed says under an action why it was not done. */
export function Failed({ error }: { error: Error | null }) {
  const t = useTexts()
  const sentence = useRefusalSentence()
  if (!error) return null
  const why = error instanceof ProblemError && error.status > 0 ? sentence(error) : t('unreachable')
  return (
    <p className={`s ${css.failed}`} role="alert">
      {why}
    </p>
  )
}
