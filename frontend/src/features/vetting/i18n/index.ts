import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of vacancies and applications, for staff and for whoever applied. */
export const { useTexts } = defineTexts(en, nl)
