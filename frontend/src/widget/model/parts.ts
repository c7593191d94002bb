import type { Store } from '../../keep/store'
import type { Api } from './api'
import type { Hearing, LiveLink } from './live'

/** What a session works with. */
export interface Parts {
  api: Api
  store: Store
  live: (hearing: Hearing) => LiveLink
  newId: () => string
  now: () => number
  language: () => string
}
