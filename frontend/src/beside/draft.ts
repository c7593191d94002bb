const keyOf = (id: string) => `kenner.note.${id}`

/** readNote is a note that was begun on this device and not left yet. */
export function readNote(id: string): string {
  try {
    return localStorage.getItem(keyOf(id)) ?? ''
  } catch {
    return ''
  }
}

/** keepNote keeps it; an empty one is forgotten. */
export function keepNote(id: string, text: string) {
  try {
    if (text) localStorage.setItem(keyOf(id), text)
    else localStorage.removeItem(keyOf(id))
  } catch {
    // Storage may be blocked: the note then lasts as long as the page.
  }
}
