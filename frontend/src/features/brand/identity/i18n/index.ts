import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of the card about customers whom the brand vouches for. */
export const { useTexts } = defineTexts(en, nl)
