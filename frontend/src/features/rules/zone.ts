/** The instant at which a clock in a time zone shows a local time, "2026-12-01T09:00". */
export function instantOf(local: string, zone: string): string {
  const guess = Date.parse(`${local}:00Z`)
  if (Number.isNaN(guess)) return ''
  const first = guess - offset(guess, zone)
  return new Date(guess - offset(first, zone)).toISOString()
}

/** How far the clock of a zone is ahead of UTC at an instant, in milliseconds. */
function offset(at: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** What a clock in a time zone shows at an instant, as a field takes it: "2026-12-01T09:00". */
export function wallOf(instant: string, zone: string): string {
  const at = Date.parse(instant)
  return new Date(at + offset(at, zone)).toISOString().slice(0, 16)
}
