import type { Award, AwardStep } from './types'

/** One figure of the sum as it is drawn: its operator, its value and the key of its words. */
export type Operand = {
  key: AwardStep['key']
  operator: '' | '×'
  value: number
  detail: string
}

/** The sum as it is drawn: figures from left to right, the exact product, and whole points. */
export type Sum = {
  operands: Operand[]
  /** The product before it is rounded to whole points. */
  exact: number
  points: number
  rounded: boolean
}

const always: ReadonlySet<AwardStep['key']> = new Set(['base', 'difficulty', 'quality'])

/**
 * Turns an award's stored steps into the figures of its sum. Base, difficulty
 * and quality are always shown; a campaign or the daily curve only when it
 * changed something; rounding is told beside the result, not as a figure.
 */
export function sumOf(award: Pick<Award, 'arithmetic'>): Sum {
  const steps = award.arithmetic.steps.filter((step) => step.key !== 'rounding')
  const operands = steps
    .filter((step) => always.has(step.key) || step.factor !== 1)
    .map<Operand>((step, index) => ({
      key: step.key,
      operator: index === 0 ? '' : '×',
      value: step.factor,
      detail: step.detail,
    }))
  const exact = steps.at(-1)?.total ?? award.arithmetic.points
  return { operands, exact, points: award.arithmetic.points, rounded: exact !== award.arithmetic.points }
}

/** The sum in one line, "10 × 1.3 × 0.8", with the figures written by `figure`. */
export function sumLine(award: Pick<Award, 'arithmetic'>, figure: (value: number) => string): string {
  return sumOf(award)
    .operands.map((operand) => (operand.operator ? `${operand.operator} ` : '') + figure(operand.value))
    .join(' ')
}

export type Moment = {
  key: 'solved' | 'rated' | 'onItsWay' | 'confirmed'
  state: 'done' | 'now' | 'ahead'
}

/**
 * The four moments of an award. "Rated" stays ahead while the customer may
 * still say something, and is done without stars once the award is confirmed.
 */
export function momentsOf(award: Pick<Award, 'state' | 'stars'>): Moment[] {
  const settled = award.state === 'settled'
  const rated = settled || award.stars !== undefined
  return [
    { key: 'solved', state: 'done' },
    { key: 'rated', state: rated ? 'done' : 'ahead' },
    { key: 'onItsWay', state: settled ? 'done' : 'now' },
    { key: 'confirmed', state: settled ? 'done' : 'ahead' },
  ]
}
