import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of ratings as experts read them, and of what is said about them. */
export const { useTexts } = defineTexts(en, nl)
