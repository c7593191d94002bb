import { defineTexts } from '../../../i18n'
import { en } from './past.en'
import { nl } from './past.nl'

export const { useTexts: usePastTexts } = defineTexts(en, nl)
