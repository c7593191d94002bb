// Package i18n holds the two languages. Every feature declares its own catalogue with defineTexts; a key that Dutch
// lacks is a type error. Sentences may carry plural forms (key_one, key_other) and <b>marked</b> parts.
import { useSyncExternalStore } from 'react'

export type Language = 'en' | 'nl'
export const languages: readonly Language[] = ['en', 'nl']

type Catalogue = Record<string, string>
type Singular<K> = K extends `${infer Base}_one` ? Base : K extends `${infer Base}_other` ? Base : K
export type Values = Record<string, string | number>

/** Translated is the shape that another language must have: the same keys, any words. */
export type Translated<T extends Catalogue> = Record<keyof T, string>

export interface Texts<T extends Catalogue> {
  (key: Singular<keyof T & string>, values?: Values): string
  language: Language
}

const storageKey = 'kenner.language'

let language: Language = startLanguage()
const listeners = new Set<() => void>()

/** defineTexts takes a feature's catalogue and returns its hook, and its plain reader for use outside components. */
export function defineTexts<T extends Catalogue>(en: T, nl: Translated<T>) {
  const bound = { en: reader('en', en), nl: reader('nl', nl as T) }
  const texts = (): Texts<T> => bound[language]

  // biome-ignore lint/correctness/noComponentHookFactories: made once per feature, when its module loads
  function useTexts(): Texts<T> {
    useSyncExternalStore(onLanguage, currentLanguage)
    return texts()
  }
  return { useTexts, texts }
}

function reader<T extends Catalogue>(language: Language, catalogue: T): Texts<T> {
  const rules = new Intl.PluralRules(language)
  return Object.assign((key: string, values: Values = {}) => phrase(catalogue, rules, key, values), { language })
}

/** phrase finds a sentence, in the plural form of its count where it has any, and fills in {{what}} it names. */
function phrase(catalogue: Catalogue, rules: Intl.PluralRules, key: string, values: Values): string {
  const plural = typeof values.count === 'number' ? catalogue[`${key}_${rules.select(values.count)}`] : undefined
  const sentence = plural ?? catalogue[key] ?? catalogue[`${key}_other`] ?? key
  return sentence.replaceAll(/{{(\w+)}}/g, (_, name: string) => String(values[name] ?? ''))
}

/** currentLanguage is the language of the interface now. */
export function currentLanguage(): Language {
  return language
}

/** setLanguage switches every text on screen and remembers the choice on this device. */
export function setLanguage(wanted: string) {
  const next: Language = wanted === 'nl' ? 'nl' : 'en'
  remember(next)
  document.documentElement.lang = next
  if (next === language) return
  language = next
  for (const listener of listeners) listener()
}

/** useLanguage re-renders its component when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage)
}

function onLanguage(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

function startLanguage(): Language {
  const kept = readKept()
  const wanted = kept ?? navigator.language
  const language: Language = wanted.toLowerCase().startsWith('nl') ? 'nl' : 'en'
  document.documentElement.lang = language
  return language
}

function readKept(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

function remember(language: Language) {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Storage may be blocked; the server keeps the choice with the person.
  }
}
