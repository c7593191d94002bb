import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of recognition. */
export const { useTexts } = defineTexts(en, nl)
