import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of monthly statements of points. */
export const { useTexts } = defineTexts(en, nl)
