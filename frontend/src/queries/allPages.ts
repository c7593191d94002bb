/** A list that is short by nature still has pages; this many are read at most. */
const most = 20

/** allPages reads a whole list, page after page, for screens that sort or search it themselves. */
export async function allPages<T>(page: (cursor?: string) => Promise<{ items: T[]; next?: string }>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  for (let read = 0; read < most; read++) {
    const next = await page(cursor)
    items.push(...next.items)
    if (!next.next) break
    cursor = next.next
  }
  return items
}
