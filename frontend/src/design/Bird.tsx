import { Drawing } from './Drawing'
import { bird } from './svg/birds'
import './face.css'

/** Bird is an expert's alias bird on its soft square. Its name stands beside it. */
export function Bird({ number, size = 26, label }: { number: number; size?: number; label?: string }) {
  return <Drawing picture={bird(number)} width={size} height={size} className="bird" label={label} />
}

/** Face is a customer: initials on a round tint that follows from the name. Photographs are never shown. */
export function Face({ name, size = 40, waiting }: { name: string; size?: number; waiting?: boolean }) {
  return (
    <span className={waiting ? 'face waiting' : 'face'} data-hue={hueOf(name)} data-size={size} aria-hidden="true">
      {initials(name)}
    </span>
  )
}

/** initials takes the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0] ?? '?'
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (letter(first) + letter(last)).toUpperCase()
}

function letter(word: string) {
  return [...word][0] ?? ''
}

function hueOf(name: string): number {
  let sum = 0
  for (const char of name) sum = (sum * 37 + (char.codePointAt(0) ?? 0)) % 1009
  return sum % 8
}
