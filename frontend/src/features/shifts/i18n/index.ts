import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of the shift plan, for experts and for managers. */
export const { useTexts } = defineTexts(en, nl)
