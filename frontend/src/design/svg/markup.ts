import { escapeText } from './escape'
import type { Picture, Shape } from './shape'

interface Size {
  width?: number | string
  height?: number
  label?: string
}

/** markup writes a picture as one SVG string, for pages without React. */
export function markup(picture: Picture, { width = picture.width, height, label }: Size = {}): string {
  const tall = height === undefined ? '' : ` height="${height}"`
  const role = label ? `role="img" aria-label="${escapeText(label)}"` : 'aria-hidden="true" focusable="false"'
  const shapes = picture.shapes.map(write).join('')
  return `<svg width="${width}"${tall} viewBox="0 0 ${picture.width} ${picture.height}" ${role}>${shapes}</svg>`
}

function write({ tag, at, of, text }: Shape): string {
  const attributes = Object.entries(at).map(([name, value]) => ` ${name}="${escapeText(String(value))}"`)
  const inner = text === undefined ? (of ?? []).map(write).join('') : escapeText(text)
  return `<${tag}${attributes.join('')}>${inner}</${tag}>`
}
