import { ProblemError } from '../app/problem'
import { useRefusalSentence, useWords } from './words'

/** The sentence under what was refused, or did not reach the server. */
export function Refused({ error }: { error: Error | null }) {
  const words = useWords()
  const sentence = useRefusalSentence()
  if (!error) return null
  return (
    <p className="s" role="alert">
      {error instanceof ProblemError && error.status > 0 ? sentence(error) : words('failed')}
    </p>
  )
}
