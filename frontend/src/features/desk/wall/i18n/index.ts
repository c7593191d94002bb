import { defineTexts } from '../../../../i18n'
import { en } from './en'
import { nl } from './nl'

export const { useTexts: useWallTexts } = defineTexts(en, nl)
export type WallTexts = ReturnType<typeof useWallTexts>
