/** The moment at which a clock on the wall of a time zone shows a date and a time; in the hour that comes twice, the first. */
export function momentOf(date: string, time: string, timeZone: string): Date {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  const offsetAt = (at: number) => {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).formatToParts(new Date(at))
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '00'
    return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`) - at
  }
  const first = asUtc - offsetAt(asUtc - 86_400_000)
  return offsetAt(first) === offsetAt(asUtc - 86_400_000)
    ? new Date(first)
    : new Date(asUtc - offsetAt(asUtc + 86_400_000))
}
