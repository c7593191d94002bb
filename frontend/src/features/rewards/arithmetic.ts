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
  /** A penalty took less than it is, because no more was there. */
  capped: boolean
}

const always: ReadonlySet<AwardStep['key']> = new Set(['base', 'difficulty', 'quality'])

/**
 * Turns an award's stored steps into the figures of its sum. Base, difficulty
 * and quality are always shown; a campaign or the daily curve only when it
 * changed something; rounding, and what a balance could bear, is told beside
 * the result, not as a figure.
 */
export function sumOf(award: Pick<Award, 'arithmetic'>): Sum {
  const steps = award.arithmetic.steps.filter((step) => step.key !== 'rounding' && step.key !== 'balance')
  const operands = steps
    .filter((step) => always.has(step.key) || step.factor !== 1)
    .map<Operand>((step, index) => ({
      key: step.key,
      operator: index === 0 ? '' : '×',
      value: step.factor,
      detail: step.detail,
    }))
  const exact = steps.at(-1)?.total ?? award.arithmetic.points
  const { points } = award.arithmetic
  const capped = points < 0 && exact < points
  return { operands, exact, points, rounded: !capped && exact !== points, capped }
}

/** The sum in one line, "10 × 1.3 × 0.8", with the figures written by `figure`. */
export function sumLine(award: Pick<Award, 'arithmetic'>, figure: (value: number) => string): string {
  return sumOf(award)
    .operands.map((operand) => (operand.operator ? `${operand.operator} ` : '') + figure(operand.value))
    .join(' ')
}

export type Moment = {
  key:
    | 'solved'
    | 'rated'
    | 'onItsWay'
    | 'confirmed'
    | 'handedOver'
    | 'kept'
    | 'helped'
    | 'missed'
    | 'shiftKept'
    | 'notThere'
    | 'tookPart'
    | 'agreed'
    | 'published'
    | 'readers'
  state: 'done' | 'now' | 'ahead'
}

const beginnings: Record<Award['kind'], Moment['key']> = {
  conversation: 'solved',
  first_time_right: 'solved',
  hand_over: 'handedOver',
  follow_up: 'kept',
  follow_up_helped: 'helped',
  follow_up_missed: 'missed',
  shift: 'shiftKept',
  no_show: 'notThere',
  audition: 'tookPart',
  review: 'agreed',
  article: 'published',
  recheck: 'published',
}

/** What an award is about in somebody's own words: the question, or the article. */
export function titleOf(award: Pick<Award, 'question' | 'article'>): string {
  return award.question || award.article || ''
}

/** Whether points for an article came from readers whom it helped, or would have. */
function ofReaders(award: Pick<Award, 'arithmetic'>): boolean {
  return /(article_helped|helps_full)_\d+$/.test(award.arithmetic.steps[0]?.detail ?? '')
}

/**
 * The moments an award goes through. Only a conversation is rated: that stays
 * ahead while the customer may still say something, and is done without stars
 * once the award is confirmed. A penalty has one moment.
 */
export function momentsOf(award: Pick<Award, 'kind' | 'state' | 'stars' | 'arithmetic'>): Moment[] {
  const settled = award.state === 'settled'
  const begins: Moment = { key: ofReaders(award) ? 'readers' : beginnings[award.kind], state: 'done' }
  if (begins.key === 'missed' || begins.key === 'notThere') return [begins]
  const rated: Moment = { key: 'rated', state: settled || award.stars !== undefined ? 'done' : 'ahead' }
  return [
    begins,
    ...(award.kind === 'conversation' ? [rated] : []),
    { key: 'onItsWay', state: settled ? 'done' : 'now' },
    { key: 'confirmed', state: settled ? 'done' : 'ahead' },
  ]
}
