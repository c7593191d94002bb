import { defineTexts } from '../../../i18n'
import { en } from './i18n.en'
import { nl } from './i18n.nl'

export const { useTexts: useProviderTexts } = defineTexts(en, nl)
