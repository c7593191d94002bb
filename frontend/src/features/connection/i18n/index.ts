import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts: useConnectionTexts } = defineTexts('connection', en, nl)
export type ConnectionTexts = ReturnType<typeof useConnectionTexts>
