import { useSyncExternalStore } from 'react'
import type { ProblemError } from '../../app/problem'
import { defineTexts, useLanguage } from '../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words that forms and pages share. */
export const { useTexts: useWords } = defineTexts(en, nl)

// Nobody is refused before the first screen stands: the many sentences come after it.
let refusals: typeof import('./refusals')['refusals'] | undefined
const listeners = new Set<() => void>()
void import('./refusals').then(
  (module) => {
    refusals = module.refusals
    for (const listener of listeners) listener()
  },
  () => undefined, // without them the server's own sentences are shown
)

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Says a refusal whose code we know in the reader's language, and nothing for the others. */
export function useKnownRefusal(): (problem: ProblemError) => string | undefined {
  const language = useLanguage()
  const known = useSyncExternalStore(subscribe, () => refusals)
  return (problem) => {
    const words = known?.[language]
    return words && Object.hasOwn(words, problem.code) ? words[problem.code] : undefined
  }
}

/** Says a refusal in the reader's language; the server's own sentence when its code is new to us. */
export function useRefusalSentence(): (problem: ProblemError) => string {
  const known = useKnownRefusal()
  return (problem) => known(problem) ?? problem.message
}
