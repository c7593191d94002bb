import { ProblemError } from '../../app/problem'
import { useRefusalSentence, useWords } from '../../design/words'

/** useSentence puts whatever went wrong into one sentence. */
export function useSentence(): (error: Error) => string {
  const known = useRefusalSentence()
  const words = useWords()
  return (error) => (error instanceof ProblemError && error.status > 0 ? known(error) : words('unreachable'))
}
