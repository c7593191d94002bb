import { ProblemError } from '../../app/problem'
import { useRefusalSentence } from '../../design/words'
import { currentLanguage } from '../../i18n'

/** useRefusedAt tells what was refused of the place at a pointer, in the reader's language: the server's own words are English. */
export function useRefusedAt(error: Error | null): (at: string) => string | undefined {
  const sentence = useRefusalSentence()
  return (at) => {
    if (!(error instanceof ProblemError)) return undefined
    const there = error.problem.errors?.find((one) => one.location.replaceAll('.', '/').endsWith(at))
    return there && (currentLanguage() === 'en' ? there.message : sentence(error))
  }
}
