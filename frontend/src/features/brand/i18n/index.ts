import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of products, opening hours and settings. */
export const { useTexts } = defineTexts(en, nl)
