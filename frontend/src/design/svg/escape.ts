const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** A word from a catalogue, made safe inside a drawing. */
export const escapeText = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] ?? c)
