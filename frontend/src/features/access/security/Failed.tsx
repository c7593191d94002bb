import { ProblemError } from '../../../app/problem'
import { ErrorNote } from '../../../design/ErrorNote'
import { useRefusalSentence } from '../../../design/words'
import { useSecurityTexts } from './texts'
import { leftAlone } from './webauthn'

/** Failed says why something did not work; that a person closed the device's question is no failure. */
export function Failed({ error }: { error: Error | null }) {
  const t = useSecurityTexts()
  const say = useRefusalSentence()
  if (!error || leftAlone(error)) return null
  return (
    <ErrorNote title={t('failed')} icon="flag">
      {error instanceof ProblemError ? say(error) : error.message}
    </ErrorNote>
  )
}
