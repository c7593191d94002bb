import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of levels, profiles and time off. */
export const { useTexts } = defineTexts(en, nl)
