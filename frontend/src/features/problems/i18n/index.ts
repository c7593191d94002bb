import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts } = defineTexts(en, nl)
