import type { CauseDetail, GivenRating, Rating, Solved } from './types'

/** What the customer has filled in so far. */
export interface Draft {
  solved?: Solved
  stars?: number
  held?: CauseDetail
  comment: string
  learned?: Solved
  again?: boolean
}

/** The chips of "What held it back?" in the order in which they stand. */
export const holds: readonly CauseDetail[] = ['product', 'wait', 'answer', 'delivery', 'rule', 'other']

/** Four stars or less ask what held it back; five do not. */
export const asksCause = (stars: number | undefined): boolean => stars !== undefined && stars <= 4

/** The answer is the expert's part; everything else is the company's and never lowers the expert's score. */
export const causeOf = (held: CauseDetail): 'expert' | 'company' => (held === 'answer' ? 'expert' : 'company')

/** What is still missing before the rating can be sent; nothing when it is complete. */
export function missing(draft: Draft): 'solved' | 'stars' | 'held' | undefined {
  if (!draft.solved) return 'solved'
  if (!draft.stars) return 'stars'
  if (asksCause(draft.stars) && !draft.held) return 'held'
  return undefined
}

/** The rating to send, or nothing while something is missing. A cause is dropped when five stars no longer ask for one. */
export function complete(draft: Draft): Rating | undefined {
  const { solved, stars, held, learned, again } = draft
  if (missing(draft) || !solved || !stars) return undefined
  const comment = draft.comment.trim()
  return {
    stars,
    solved,
    ...(asksCause(stars) && held ? { cause: causeOf(held), causeDetail: held } : {}),
    ...(comment ? { comment } : {}),
    ...(learned ? { learned } : {}),
    ...(again === undefined ? {} : { sameExpertAgain: again }),
  }
}

/** The form for changing a rating that was given before. */
export function draftOf(rating: GivenRating): Draft {
  const solved = typeof rating.solved === 'boolean' ? (rating.solved ? 'yes' : 'no') : rating.solved
  return {
    solved,
    stars: rating.stars,
    held: rating.causeDetail ?? (rating.cause === 'expert' ? 'answer' : undefined),
    comment: rating.comment ?? '',
    learned: rating.learned,
    again: rating.sameExpertAgain,
  }
}

/** A rating after which the brand may ask for something in return. */
export function thinksWell(rating: GivenRating): boolean {
  return rating.stars >= 4 && draftOf(rating).solved === 'yes'
}
