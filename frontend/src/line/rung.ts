// The live line to the server, for the workbench and the widget alike: three ways to hear the same pushes, the choice
// between them, and one line for all tabs of a browser. It knows no library of screens.

/** Door is who listens: the token to show, and a new one when it was refused. */
export interface Door {
  token(): Promise<string | null>
  renew(): Promise<string | null>
}

/** Ears hear one try: up once when nothing that happens from then on is missed, then pushes, and down once at its end. */
export interface Ears {
  up(): void
  push(data: unknown): void
  down(): void
}

export type RungName = 'socket' | 'stream' | 'poll'

/** Rung is one way to hear. open makes one try, never calls back before it returned, and answers how to end it silently. */
export interface Rung {
  name: RungName
  /** how long a try may take before it is up */
  patience: number
  open(door: Door, ears: Ears): () => void
}

/** once makes an end that is told once, and never after it was closed. */
export function once(tidy: () => void, ears: Ears): { end: () => void; close: () => void; over: () => boolean } {
  let over = false
  const finish = (tell: boolean) => {
    if (over) return
    over = true
    tidy()
    if (tell) ears.down()
  }
  return { end: () => finish(true), close: () => finish(false), over: () => over }
}
