/** A piece of a text, and whether what somebody typed stands in it. */
export interface Piece {
  text: string
  hit: boolean
}

/** Words that say nothing of what is looked for, in the languages that the chat speaks. */
const idle = new Set(
  (
    'about and are but can did does for from has have how its just not our out that the their them then there they this was what when where which ' +
    'who why will with you your aan als ben bij dan dat deze die dit doe doet een geen had heb heeft hem het hij hoe ik ' +
    'kan kun maar met mij mijn moet naar niet nog ook over van voor waar wat wel wie wil wordt zijn zit zo'
  ).split(' '),
)

const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu
const leastLetters = 3
const longEnough = 6

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether a word of a text is meant by one that was typed: it goes on from it, or the two differ in their endings only. */
function means(typed: string, there: string): boolean {
  if (there.startsWith(typed)) return there.length - typed.length <= Math.max(3, typed.length)
  const [short, long] = typed.length < there.length ? [typed, there] : [there, typed]
  if (long.startsWith(short)) return short.length > leastLetters && long.length - short.length <= 3
  return (
    short.length >= longEnough &&
    long.startsWith(short.slice(0, Math.max(5, short.length - 2))) &&
    long.length - short.length <= 3
  )
}

/** The words of what was typed that say something. */
export function telling(typed: string): string[] {
  const all = (folded(typed).match(word) ?? []).filter((each) => each.length >= leastLetters || /\d/.test(each))
  return [...new Set(all)].filter((each) => !idle.has(each))
}

/** Cuts a text where what was typed stands in it. */
export function marked(text: string, typed: string): Piece[] {
  const words = telling(typed)
  const pieces: Piece[] = []
  let end = 0
  for (const found of text.matchAll(word)) {
    const there = folded(found[0])
    if (idle.has(there) || !words.some((each) => means(each, there))) continue
    const between = text.slice(end, found.index)
    const last = pieces.at(-1)
    end = found.index + found[0].length
    if (last?.hit && !between.trim()) {
      last.text += between + found[0] // words beside each other are marked as one
      continue
    }
    if (between) pieces.push({ text: between, hit: false })
    pieces.push({ text: found[0], hit: true })
  }
  if (end < text.length) pieces.push({ text: text.slice(end), hit: false })
  return pieces
}

/** A part of a text that has room, from a little before the first word that was typed, cut between words. */
export function excerpt(text: string, typed: string, room: number): string {
  if (text.length <= room) return text
  const [before] = marked(text, typed)
  const first = before && !before.hit && before.text.length < text.length ? before.text.length : 0
  let from = 0
  if (first > room * 0.6) from = text.lastIndexOf(' ', first - room * 0.3) + 1
  const cut = text.length - from <= room ? text.length : text.lastIndexOf(' ', from + room)
  return (from > 0 ? '… ' : '') + text.slice(from, cut > from ? cut : from + room) + (cut < text.length ? ' …' : '')
}
