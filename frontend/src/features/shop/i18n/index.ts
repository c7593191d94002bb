import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of the shop and of its manager's pages. */
export const { useTexts } = defineTexts(en, nl)
