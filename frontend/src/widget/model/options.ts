/** What the page that opened the chat asked for. */
export interface Options {
  product?: string
  reason?: string
  language?: string
  /** The exact origin of the shop's page around the frame; absent on the plain chat page. */
  page?: string
  /** The page is about to say who is there. */
  identity?: boolean
  /** What a link from another device has behind its #; it works once. */
  link?: string
  /** What a rating link has behind its #; it works once. */
  rate?: string
}

/** What the server gives out as secrets. */
const secretShape = /^[\w-]{20,200}$/

/** An id, or the name under which the brand lists it. */
const nameShape = /^[^\p{Cc}]{1,80}$/u
const languageShape = /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/

/** An origin exactly as browsers write it, http or https only; anything else is nothing. */
export function originOf(text: string | null): string | undefined {
  if (!text) return undefined
  try {
    const url = new URL(text)
    return /^https?:$/.test(url.protocol) && url.origin === text ? text : undefined
  } catch {
    return undefined
  }
}

/** Reads the options behind the # (frame) or the ? (link to the chat page); what has not the right shape is left out. */
export function readOptions(page: { hash: string; search: string }): Options {
  const behindHash = new URLSearchParams(page.hash.slice(1))
  const said = new URLSearchParams(behindHash)
  for (const [key, value] of new URLSearchParams(page.search)) if (!said.has(key)) said.set(key, value)
  const shaped = (key: string, shape: RegExp): string | undefined => {
    const value = said.get(key)
    return value && shape.test(value) ? value : undefined
  }
  const secret = (key: string): string | undefined => {
    const value = behindHash.get(key) ?? ''
    return secretShape.test(value) ? value : undefined
  }
  return {
    product: shaped('product', nameShape),
    reason: shaped('reason', nameShape),
    language: shaped('language', languageShape),
    page: originOf(said.get('origin')),
    identity: said.get('identity') === '1',
    link: secret('token'),
    rate: secret('rate'),
  }
}
