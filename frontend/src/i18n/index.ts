// Package i18n holds the two languages. Every feature declares its own catalogue with defineTexts; a key that Dutch
// lacks is a type error. Sentences may carry plural forms (key_one, key_other) and <b>marked</b> parts.
import i18next from 'i18next'
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

void i18next.init({
  lng: startLanguage(),
  fallbackLng: 'en',
  resources: {},
  interpolation: { escapeValue: false },
  initAsync: false,
})

/** defineTexts registers a feature's catalogue and returns its hook, and its plain reader for use outside components. */
export function defineTexts<T extends Catalogue>(namespace: string, en: T, nl: Translated<T>) {
  i18next.addResourceBundle('en', namespace, en)
  i18next.addResourceBundle('nl', namespace, nl)
  const bound = new Map<Language, Texts<T>>()

  function texts(): Texts<T> {
    const language = currentLanguage()
    const known = bound.get(language)
    if (known) return known
    const fixed = i18next.getFixedT(language, namespace)
    const made = Object.assign((key: string, values?: Values): string => fixed(key, values ?? {}), { language })
    bound.set(language, made)
    return made
  }

  // biome-ignore lint/correctness/noComponentHookFactories: made once per feature, when its module loads
  function useTexts(): Texts<T> {
    useSyncExternalStore(onLanguage, currentLanguage)
    return texts()
  }
  return { useTexts, texts }
}

/** currentLanguage is the language of the interface now. */
export function currentLanguage(): Language {
  return i18next.language === 'nl' ? 'nl' : 'en'
}

/** setLanguage switches every text on screen and remembers the choice on this device. */
export function setLanguage(language: string) {
  const next: Language = language === 'nl' ? 'nl' : 'en'
  remember(next)
  document.documentElement.lang = next
  if (next !== i18next.language) void i18next.changeLanguage(next)
}

/** useLanguage re-renders its component when the language changes. */
export function useLanguage(): Language {
  return useSyncExternalStore(onLanguage, currentLanguage)
}

function onLanguage(listener: () => void) {
  i18next.on('languageChanged', listener)
  return () => i18next.off('languageChanged', listener)
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
