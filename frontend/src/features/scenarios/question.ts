import type { QuestionInputBody, WarmUpQuestionText, WrittenQuestion } from '../../client'
import { full } from './model'

/** Asked is a question's form: choices, or a short text that patterns read. */
export interface Asked extends WarmUpQuestionText {
  way: 'choice' | 'text'
  archived: boolean
}

const mostChoices = 8

export function blankQuestion(product: string): Asked {
  return {
    way: 'choice',
    product,
    ask: '',
    choices: ['', '', ''],
    right: [],
    accept: [],
    refuse: [],
    points: 1,
    explanation: '',
    source: '',
    archived: false,
  }
}

export function askedOf(question: WrittenQuestion): Asked {
  const { product, ask, choices = [], right = [], accept = [], refuse = [], points, explanation, source } = question
  return {
    way: choices.length > 0 ? 'choice' : 'text',
    ...{ product, ask, choices, right, accept, refuse, points, explanation, source },
    archived: question.archived,
  }
}

/** textOf is what is stored of a form: only one of the two ways, and no blank choices; what is right stays with its words. */
export function textOf(asked: Asked): WarmUpQuestionText {
  const { way, choices, right, accept, refuse, product, ask, points, explanation, source } = asked
  const plain = { product, points, ask: ask.trim(), explanation: explanation.trim(), source: source.trim() }
  if (way === 'text') return { ...plain, choices: [], right: [], accept: full(accept), refuse: full(refuse) }
  const places = choices.flatMap((choice, at) => (choice.trim() ? [at] : []))
  return {
    ...plain,
    choices: full(choices),
    right: places.flatMap((at, place) => (right.includes(at) ? [place] : [])),
    accept: [],
    refuse: [],
  }
}

export function bodyOf(asked: Asked): QuestionInputBody {
  return { ...textOf(asked), archived: asked.archived }
}

/** marked makes a choice right, or not. */
export function marked(right: readonly number[], at: number, on: boolean): number[] {
  const others = right.filter((place) => place !== at)
  return (on ? [...others, at] : others).toSorted((a, b) => a - b)
}

/** without takes a choice away: what stood after it moves up. */
export function without({ choices, right }: Pick<Asked, 'choices' | 'right'>, at: number) {
  return {
    choices: choices.filter((_, place) => place !== at),
    right: right.filter((place) => place !== at).map((place) => (place > at ? place - 1 : place)),
  }
}

export function mayAdd(choices: readonly string[]): boolean {
  return choices.length < mostChoices
}

/** productName is what the catalogue calls a product; a question may name it in small letters. */
export function productName(product: string, catalogue: readonly { name: string }[]): string {
  return catalogue.find(({ name }) => name.toLowerCase() === product.toLowerCase())?.name ?? product
}
