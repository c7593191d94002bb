import { en, type Words } from './en'
import { nl } from './nl'

const catalogues: Readonly<Record<string, Words>> = { en, nl }

const base = (language: string): string => language.toLowerCase().split(/[-_]/)[0] ?? ''

/**
 * The language of the screen: what the page asked for, else the first of the browser's that the brand serves, else the brand's
 * first that we have, else English.
 */
export function chooseLanguage(
  asked: string | undefined,
  browser: readonly string[],
  brand: readonly string[] = [],
): string {
  const have = (language: string): boolean => Object.hasOwn(catalogues, base(language))
  if (asked && have(asked)) return base(asked)
  const served = brand.map(base).filter(have)
  const own = browser.map(base).filter(have)
  return own.find((language) => served.length === 0 || served.includes(language)) ?? served[0] ?? 'en'
}

export const wordsIn = (language: string): Words => catalogues[language] ?? en

/** Right to left or left to right, by the language's script. */
export const directionOf = (language: string): 'ltr' | 'rtl' =>
  /^(ar|fa|he|ps|sd|ug|ur|yi)\b/.test(language) ? 'rtl' : 'ltr'

export type { Words }
