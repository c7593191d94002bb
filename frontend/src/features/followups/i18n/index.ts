import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of the managers' list of promises. */
export const { useTexts } = defineTexts(en, nl)
export type Texts = ReturnType<typeof useTexts>
