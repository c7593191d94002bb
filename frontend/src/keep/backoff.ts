/** Waits that grow, from one second to half a minute if nothing else is said, with jitter, so that a thousand browsers do not come back at once. */
export class Backoff {
  private tries = 0

  constructor(
    private readonly chance: () => number = Math.random,
    private readonly least = 1000,
    private readonly most = 30_000,
  ) {}

  /** The next wait in milliseconds, at least `floor`. */
  next(floor = 0): number {
    const full = Math.min(this.most, this.least * 2 ** this.tries)
    this.tries = Math.min(this.tries + 1, 10)
    return Math.max(floor, full * (0.5 + this.chance() / 2))
  }

  reset(): void {
    this.tries = 0
  }
}
