/** Changed is what an entry tells about the changes of messages. The widget reads timelines by it too: no imports here. */
interface Changed {
  seq: number
  kind: string
  at: string
  text?: string
  editedAt?: string
  deletedAt?: string
  hidden?: boolean
  data?: { seq?: number; why?: string }
}

/**
 * withChanges reads messages as they stand: with the text of their newest edit, or without any once they are deleted. An
 * entry never changes, so a device that had a message before its change learns of it from a later entry.
 */
export function withChanges<E extends Changed>(entries: readonly E[]): readonly E[] {
  const changes = new Map<number, E>()
  for (const entry of entries) if (isChange(entry) && entry.data?.seq) changes.set(entry.data.seq, entry)
  if (changes.size === 0) return entries
  return entries.map((entry) => {
    const change = entry.kind === 'message' ? changes.get(entry.seq) : undefined
    return change ? changed(entry, change) : entry
  })
}

/** isChange tells the entries that are no message themselves and change how one reads. */
export function isChange(entry: { kind: string }): boolean {
  return entry.kind === 'edit' || entry.kind === 'deletion'
}

/** changeable is how long the author may change a message, in milliseconds. */
export const changeable = 5 * 60_000

function changed<E extends Changed>(entry: E, change: E): E {
  // An edit without a text was followed by a deletion that has not arrived yet.
  if (change.kind === 'deletion' || change.text === undefined) {
    const hidden = change.data?.why === 'hidden' || undefined
    return { ...entry, text: undefined, data: undefined, editedAt: undefined, deletedAt: change.at, hidden }
  }
  return { ...entry, text: change.text, editedAt: change.at }
}
