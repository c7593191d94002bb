import { defineTexts } from '../../../i18n'
import { en } from './en'
import { enWords } from './en.words'
import { nl } from './nl'
import { nlWords } from './nl.words'

export const { useTexts, texts } = defineTexts({ ...en, ...enWords }, { ...nl, ...nlWords })
