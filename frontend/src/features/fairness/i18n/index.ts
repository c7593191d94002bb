import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of cases, holds and appeals. */
export const { useTexts } = defineTexts(en, nl)
