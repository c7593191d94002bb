// What is kept on this device, without cookies; in the widget's frame the browser keeps it apart for each shop. It is local
// storage, because a write is done when the call returns: a tab that crashes in the next moment has lost nothing, and every tab
// reads the same. Where the browser forbids it, memory stands in for as long as the page lives, and `durable` says so.

export interface Store {
  readonly durable: boolean
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(prefix: string): string[]
}

const own = 'kenner.'

/** Storage that outlives the page when `storage` can be written, and memory otherwise. */
export function openStore(storage: () => Storage): Store {
  try {
    const kept = storage()
    kept.setItem(`${own}try`, '1')
    kept.removeItem(`${own}try`)
    return {
      durable: true,
      get: (key) => kept.getItem(own + key),
      set: (key, value) => kept.setItem(own + key, value),
      remove: (key) => kept.removeItem(own + key),
      keys: (prefix) =>
        Object.keys(kept)
          .filter((key) => key.startsWith(own + prefix))
          .map((key) => key.slice(own.length)),
    }
  } catch {
    const memory = new Map<string, string>()
    return {
      durable: false,
      get: (key) => memory.get(key) ?? null,
      set: (key, value) => void memory.set(key, value),
      remove: (key) => void memory.delete(key),
      keys: (prefix) => [...memory.keys()].filter((key) => key.startsWith(prefix)),
    }
  }
}

/** device is this browser's own store. */
export const device: Store = openStore(() => localStorage)

/** ownStore is one person's part of a store: nobody who signs in after them sees it, and they find it again. */
export function ownStore(store: Store, person: string): Store {
  const mine = (key: string) => `${person}.${key}`
  return {
    durable: store.durable,
    get: (key) => store.get(mine(key)),
    set: (key, value) => store.set(mine(key), value),
    remove: (key) => store.remove(mine(key)),
    keys: (prefix) => store.keys(mine(prefix)).map((key) => key.slice(mine('').length)),
  }
}
