import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of contact reasons and of the conversations that managers read. */
export const { useTexts } = defineTexts(en, nl)
