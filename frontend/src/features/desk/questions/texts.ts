import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts: useQuestionTexts, texts: questionTexts } = defineTexts(en, nl)
export type QuestionTexts = ReturnType<typeof questionTexts>
