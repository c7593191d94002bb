import { currentLanguage } from '.'

const locales = { en: 'en-GB', nl: 'nl-NL' } as const

/** money writes cents as €12.50 in English and € 12,50 in Dutch. */
export function money(cents: number, currency: string): string {
  const written = new Intl.NumberFormat(locales[currentLanguage()], { style: 'currency', currency: currency || 'EUR' })
  return written.format(cents / 100).replace('-', '−')
}
