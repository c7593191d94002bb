import { defineTexts } from '../../../i18n'
import { en } from './team.en'
import { nl } from './team.nl'

export const { useTexts: useTeamTexts, texts: teamTexts } = defineTexts(en, nl)
export type TeamTexts = ReturnType<typeof teamTexts>
