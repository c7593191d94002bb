import { casesEn, casesNl } from './refusals.cases'
import { dropsEn, dropsNl } from './refusals.drops'
import { refusalsEn } from './refusals.en'
import { flagsEn, flagsNl } from './refusals.flags'
import { growthEn, growthNl } from './refusals.growth'
import { leaguesEn, leaguesNl } from './refusals.leagues'
import { markingEn, markingNl } from './refusals.marking'
import { meritEn, meritNl } from './refusals.merit'
import { refusalsNl } from './refusals.nl'
import { ratingsEn, ratingsNl } from './refusals.ratings'
import { rulesEn, rulesNl } from './refusals.rules'

/** What the server refuses, by its stable code, in each language. */
export const refusals: Record<'en' | 'nl', Partial<Record<string, string>>> = {
  en: {
    ...refusalsEn,
    ...growthEn,
    ...casesEn,
    ...dropsEn,
    ...flagsEn,
    ...markingEn,
    ...meritEn,
    ...ratingsEn,
    ...rulesEn,
    ...leaguesEn,
  },
  nl: {
    ...refusalsNl,
    ...growthNl,
    ...casesNl,
    ...dropsNl,
    ...flagsNl,
    ...markingNl,
    ...meritNl,
    ...ratingsNl,
    ...rulesNl,
    ...leaguesNl,
  },
}
