import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts: useDeskTexts, texts: deskTexts } = defineTexts(en, nl)
export type DeskTexts = ReturnType<typeof deskTexts>
