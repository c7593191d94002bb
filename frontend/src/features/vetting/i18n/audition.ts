import { defineTexts } from '../../../i18n'
import { en } from './audition.en'
import { nl } from './audition.nl'

/** What staff read of an application's auditions. */
export const { useTexts: useAuditionTexts } = defineTexts(en, nl)
