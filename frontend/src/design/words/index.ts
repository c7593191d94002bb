import type { ProblemError } from '../../app/problem'
import { defineTexts } from '../../i18n'
import { en } from './en'
import { nl } from './nl'
import { refusalsEn } from './refusals.en'
import { refusalsNl } from './refusals.nl'

/** The words that forms and pages share. */
export const { useTexts: useWords } = defineTexts(en, nl)

const { useTexts: useRefusals } = defineTexts(refusalsEn, refusalsNl)

/** Says a refusal whose code we know in the reader's language, and nothing for the others. */
export function useKnownRefusal(): (problem: ProblemError) => string | undefined {
  const t = useRefusals()
  return (problem) => (isKnown(problem.code) ? t(problem.code) : undefined)
}

/** Says a refusal in the reader's language; the server's own sentence when its code is new to us. */
export function useRefusalSentence(): (problem: ProblemError) => string {
  const known = useKnownRefusal()
  return (problem) => known(problem) ?? problem.message
}

function isKnown(code: string): code is keyof typeof refusalsEn {
  return Object.hasOwn(refusalsEn, code)
}
