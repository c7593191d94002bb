import { type Api, Later } from './api'
import type { Answer, Article } from './types'

/** How many answers there is room for beneath the question. */
export const mostShown = 3

const pause = 250
const rest = 2500
const leastLetters = 3
const longest = 200
const mostKept = 5

interface Typed {
  text: string
  productId: string
}

interface Parts {
  api: Pick<Api, 'answers' | 'keepSearch' | 'openAnswer' | 'endSearch' | 'article'>
  language: () => string
  online: () => boolean
  now: () => number
  /** The reader's word about an article. */
  vote(articleId: string, helped: boolean): Promise<unknown>
  changed(): void
}

const same = (a: Typed, b: Typed): boolean => a.text === b.text && a.productId === b.productId
const silently = (work: Promise<unknown>): void => void work.catch(() => undefined)

/**
 * Articles that may answer a question while it is typed, and what becomes of them: shown, opened, helped, or asked all the same.
 * Nothing here ever stands in the way of asking: what fails is as if nothing was found, and what is told to the server is told
 * beside whatever the person does.
 */
export class Help {
  /** What may answer what is typed, best first. */
  found: Answer[] = []

  private typed: Typed = { text: '', productId: '' }
  /** What `found` is the answer to, also when it found nothing. */
  private answered: Typed | undefined
  private readonly kept: { typed: Typed; id: Promise<string> }[] = []
  /** What did not help with this question: it is not shown for it again. */
  private readonly useless = new Set<string>()
  private reading: { search: Promise<string>; article: string } | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  private looking = false
  private due = false
  private quietUntil = 0
  private over = false

  constructor(private readonly parts: Parts) {}

  /** Looks after a short pause; while an answer is on its way, once more when it is here. */
  type(text: string, productId: string): void {
    const typed = { text: text.trim().slice(0, longest), productId }
    if (this.over || same(typed, this.typed)) return
    this.typed = typed
    clearTimeout(this.timer)
    this.timer = undefined
    if (typed.text.length < leastLetters) this.show([])
    else this.timer = setTimeout(() => void this.look(), pause)
  }

  /** Reads an article that was found. Throws what the API throws. */
  open(answer: Answer): Promise<Article> {
    const { api } = this.parts
    const search = this.keep(this.answered ?? this.typed)
    this.reading = { search, article: answer.id }
    silently(search.then((id) => api.openAnswer(id, answer.id)))
    return api.article(answer.id)
  }

  /** What was read has helped: the search is solved by it. */
  helped(): void {
    const { reading, parts } = this
    if (!reading) return
    silently(parts.vote(reading.article, true))
    silently(reading.search.then((id) => parts.api.endSearch(id, 'solved', reading.article)))
  }

  /** What was read has not helped. Whether a person is asked then is told by `asks`. */
  failed(): void {
    if (!this.reading) return
    const { article } = this.reading
    silently(this.parts.vote(article, false))
    this.useless.add(article)
    this.show(this.found)
  }

  /** A person is asked, whatever was found and read. */
  asks(): void {
    const { answered, typed, parts } = this
    if (answered && same(answered, typed)) silently(this.keep(answered))
    for (const { id } of this.kept) silently(id.then((search) => parts.api.endSearch(search, 'asked')))
    this.stop()
  }

  /** Nothing is typed any more: what was looked for before stays as it ended. */
  clear(): void {
    this.kept.length = 0
    this.useless.clear()
    this.reading = undefined
    this.type('', this.typed.productId)
  }

  /** The screen is left. */
  stop(): void {
    this.over = true
    clearTimeout(this.timer)
  }

  private async look(): Promise<void> {
    const { parts, typed } = this
    this.timer = undefined
    if (this.looking) {
      this.due = true
      return
    }
    this.looking = true
    const found = await this.answers(typed)
    this.looking = false
    const again = this.due
    this.due = false
    if (this.over) return
    if (same(typed, this.typed)) {
      this.answered = found && typed
      this.show(found ?? [])
      // Who stops typing has looked for this: a word on its way is not kept.
      if (found && this.kept.length < mostKept) this.timer = setTimeout(() => silently(this.keep(typed)), rest)
    } else if (again && !this.timer && this.typed.text.length >= leastLetters && parts.online()) await this.look()
  }

  private async answers({ text, productId }: Typed): Promise<Answer[] | undefined> {
    const { api, language, online, now } = this.parts
    if (!online() || now() < this.quietUntil) return undefined
    try {
      return (await api.answers(text, language(), productId, mostShown)).slice(0, mostShown)
    } catch (error) {
      if (error instanceof Later) this.quietUntil = now() + (error.after ?? 0)
      return undefined
    }
  }

  /** Keeps a search once, with what it shows. */
  private keep(typed: Typed): Promise<string> {
    const known = this.kept.find((each) => same(each.typed, typed))
    if (known) return known.id
    const id = this.parts.api.keepSearch(typed.text, this.parts.language(), typed.productId, mostShown)
    this.kept.push({ typed, id })
    return id
  }

  private show(found: Answer[]): void {
    if (found.length === 0 && this.found.length === 0) return
    this.found = found.filter(({ id }) => !this.useless.has(id))
    this.parts.changed()
  }
}
