import { defineTexts } from '../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of points, wherever they stand. */
export const { useTexts: usePointTexts } = defineTexts(en, nl)
