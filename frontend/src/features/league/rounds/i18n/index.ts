import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of leagues, rounds that are over, and the race. */
export const { useTexts } = defineTexts(en, nl)
