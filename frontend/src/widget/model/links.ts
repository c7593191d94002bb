interface Part {
  text: string
  href?: string
}

const address = /https?:\/\/[^\s<>"']+/g
const ending = /[.,;:!?)\]]+$/

/** Splits a text at its web addresses. Only http and https become links; a sentence's last dot stays outside. */
export function linked(text: string): Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    const found = match[0].replace(ending, '')
    if (!URL.canParse(found)) continue
    if (match.index > from) parts.push({ text: text.slice(from, match.index) })
    parts.push({ text: found, href: found })
    from = match.index + found.length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}
