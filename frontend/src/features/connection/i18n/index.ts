import { defineTexts } from '../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts: useConnectionTexts } = defineTexts(en, nl)
export type ConnectionTexts = ReturnType<typeof useConnectionTexts>
