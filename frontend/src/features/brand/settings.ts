import type { Settings } from '../../client'

/** What a manager sets; a version travels beside it. */
export type SettingsValues = Omit<Settings, 'version'>

/** Whether a text is an origin that may embed the widget: scheme and host, no path. */
export function isOrigin(text: string): boolean {
  if (!/^https?:\/\/[^/\s?#@%]+$/.test(text)) return false
  try {
    return new URL(text).origin === text.toLowerCase()
  } catch {
    return false
  }
}

/** What was pasted becomes an origin where that is safe: a path falls away, a bare host gets https. */
export function originOf(typed: string): string {
  const text = typed.trim()
  if (!text) return ''
  try {
    const url = new URL(text.includes('://') ? text : `https://${text}`)
    return isOrigin(url.origin) ? url.origin : text
  } catch {
    return text
  }
}

/** The origins to be sent: tidied, without rows that stayed empty. */
export function originsOf(rows: string[]): string[] {
  return rows.map(originOf).filter((origin) => origin !== '')
}

/** The tag that a site puts on its pages. */
export function scriptTag(origin: string): string {
  return `<script type="module" src="${origin}/embed/kenner.js"></script>`
}

/** The time zones that the browser knows, with the one in use among them. */
export function timeZones(used: string): string[] {
  const known = Intl.supportedValuesOf('timeZone')
  return known.includes(used) ? known : [used, ...known]
}
