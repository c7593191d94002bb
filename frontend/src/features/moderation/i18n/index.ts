import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of moderation and of the audit log. */
export const { useTexts } = defineTexts(en, nl)
