/** centsOf reads an amount as people write it, 12.50 or 12,5; undefined when it is none. Nothing is rounded. */
export function centsOf(text: string): number | undefined {
  const found = /^([+\-−]?)\s*(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  if (!found) return undefined
  const cents = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'))
  return found[1] === '-' || found[1] === '−' ? -cents : cents
}

/** monthsFrom lists a month and those after it. */
export function monthsFrom(month: string, count: number): string[] {
  const [year, first] = month.split('-').map(Number)
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(year ?? 0, (first ?? 1) - 1 + i, 1)).toISOString().slice(0, 7),
  )
}
