import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of the pages about experts and people. */
export const { useTexts } = defineTexts(en, nl)
