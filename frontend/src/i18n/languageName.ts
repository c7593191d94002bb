import { currentLanguage } from './index'

/** languageName is a language's own name in the reader's words: "Dutch" for nl in English. An unknown tag stays a tag. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([currentLanguage()], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
