import type { Award, Step } from '../../../queries/types'

/** sumLine writes an award's arithmetic in one line: 10 × 1.3 × 1.3. Steps that change nothing stay away, except the first three. */
export function sumLine(award: Pick<Award, 'arithmetic'>, figure: (value: number) => string): string {
  const shown = factorsOf(award).map((step) => figure(step.factor))
  return shown.join(' × ')
}

/** factorsOf is the steps that are shown as figures: base, difficulty and quality always, others when they count. */
export function factorsOf({ arithmetic }: Pick<Award, 'arithmetic'>): Step[] {
  const always = new Set<Step['key']>(['base', 'difficulty', 'quality'])
  return arithmetic.steps.filter(
    (step) => step.key !== 'rounding' && step.key !== 'balance' && (always.has(step.key) || step.factor !== 1),
  )
}

/** exactOf is the product before it was rounded to whole points. */
export function exactOf({ arithmetic }: Pick<Award, 'arithmetic'>): number {
  return (
    arithmetic.steps.filter((step) => step.key !== 'rounding' && step.key !== 'balance').at(-1)?.total ??
    arithmetic.points
  )
}

/** newestSettled is the award that settled last. */
export function newestSettled(awards: readonly Award[]): Award | undefined {
  return awards
    .filter((award) => award.state === 'settled' && award.settledAt && award.points !== 0)
    .sort((a, b) => Date.parse(b.settledAt ?? '') - Date.parse(a.settledAt ?? ''))[0]
}
