/** The month of a moment in a zone, such as 2026-11. */
export function monthOf(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit' }).formatToParts(at)
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}`
}

/** The months from the first to the last, the last first; ten years at most. */
export function monthsFrom(first: string, last: string): string[] {
  const all: string[] = []
  for (let month = last; all.length < 120 && (month >= first || all.length === 0); month = before(month))
    all.push(month)
  return all
}

function before(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`
}
