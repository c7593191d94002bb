/** Named is a colleague as a note can mention one. */
export interface Named {
  id: string
  name: string
}

/** Asked is a name that is being typed after an @: where it begins, and what there is of it. */
export interface Asked {
  from: number
  query: string
}

const longest = 30

/**
 * askedAt finds the name that is typed at the caret: after an @ at the beginning of a word, at most two words, on one line.
 * An address such as me@example.com asks for nobody.
 */
export function askedAt(text: string, caret: number): Asked | undefined {
  const from = text.lastIndexOf('@', caret - 1)
  if (from < 0 || caret - from > longest) return undefined
  if (from > 0 && !/[\s(]/.test(text[from - 1] ?? '')) return undefined
  const query = text.slice(from + 1, caret)
  if (/[\n@]/.test(query) || query.startsWith(' ') || query.split(' ').length > 2) return undefined
  return { from, query }
}

/** take puts the whole name where it was asked for, and returns the text and where the caret is then. */
export function take(text: string, asked: Asked, name: string): { text: string; caret: number } {
  const after = text.slice(asked.from + 1 + asked.query.length)
  const begin = `${text.slice(0, asked.from)}@${name}`
  const space = after.startsWith(' ') ? '' : ' '
  return { text: begin + space + after, caret: begin.length + 1 }
}

/** stillNamed keeps those whose name the text still has. */
export function stillNamed(text: string, named: readonly Named[]): Named[] {
  const found = named.filter((each) => new RegExp(`@${escaped(each.name)}(?![\\p{L}\\p{N}])`, 'u').test(text))
  return found.filter((each, index) => found.findIndex((other) => other.id === each.id) === index)
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
