import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

/** The words of promises on the workbench. */
export const { useTexts: usePromiseTexts } = defineTexts(en, nl)
export type PromiseTexts = ReturnType<typeof usePromiseTexts>
