import { firstName } from '../parts/ReplyClock'
import type { PromiseTexts } from './i18n'

/** How a customer is spoken of: by the first name, or as the customer when none was given; Name begins a sentence. */
export interface Called {
  name: string
  Name: string
}

export function callName(given: string | undefined, t: PromiseTexts): Called {
  const name = given?.trim() ? firstName(given.trim()) : t('theCustomer')
  return { name, Name: name.charAt(0).toLocaleUpperCase() + name.slice(1) }
}
