import { defineTexts } from '../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words that forms and pages share. */
export const { useTexts: useWords } = defineTexts('words', en, nl)
