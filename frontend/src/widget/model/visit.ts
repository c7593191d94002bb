import type { Store } from '../../keep/store'
import type { Api } from './api'

export const tokenPlace = 'token'

/** Makes a visitor of somebody who has done nothing here yet: once, whichever of asking and voting comes first. */
export function visiting(
  { api, store, language }: { api: Pick<Api, 'visitor'>; store: Store; language: () => string },
  made: () => void,
): () => Promise<void> {
  let underWay: Promise<void> | undefined
  const visit = async (): Promise<void> => {
    const { accessToken } = await api.visitor(language())
    if (store.get(tokenPlace)) return
    store.set(tokenPlace, accessToken)
    made()
  }
  return async () => {
    if (store.get(tokenPlace)) return
    underWay ??= visit().finally(() => {
      underWay = undefined
    })
    await underWay
  }
}
