/** read gives a value kept on this device, or the fallback when there is none or storage is blocked. */
export function read<T>(key: string, fallback: T, valid: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return valid(value) ? value : fallback
  } catch {
    return fallback
  }
}

/** write keeps a value on this device; null forgets it. A full or blocked storage is not an error: memory still has it. */
export function write(key: string, value: unknown) {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Nothing more can be done; the text stays in memory.
  }
}
