/** A word that stays until the person has done something about it. */
export type Notice =
  | { kind: 'expired' }
  | { kind: 'withdrawn' }
  | { kind: 'refused'; why: string; code?: string }
  | { kind: 'already' }
