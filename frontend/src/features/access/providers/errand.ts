// What a browser is sent to a provider for is remembered in this tab alone: where the person wanted to go, and whether they
// came to sign in, to link an account, or to show once more who they are. The server remembers the rest, and believes none of this.
export type Purpose = 'signIn' | 'link' | 'proof'

export interface Errand {
  purpose: Purpose
  to: string
}

const key = (state: string) => `kenner.errand.${state}`

/** leaveFor goes to a provider's page and remembers why. */
export function leaveFor(url: string, errand: Errand) {
  const address = new URL(url)
  const state = address.searchParams.get('state')
  if (state) sessionStorage.setItem(key(state), JSON.stringify(errand))
  location.assign(address)
}

/** errandOf is why this tab left, once; who came back without it came to sign in. */
export function errandOf(state: string): Errand {
  const kept = sessionStorage.getItem(key(state))
  sessionStorage.removeItem(key(state))
  const read: unknown = kept ? JSON.parse(kept) : null
  if (typeof read !== 'object' || read === null) return { purpose: 'signIn', to: '/' }
  const { purpose, to } = read as Partial<Errand>
  return { purpose: purpose === 'link' || purpose === 'proof' ? purpose : 'signIn', to: inside(to) ? to : '/' }
}

/** inside tells whether an address is a page of ours. */
export function inside(to: unknown): to is string {
  return typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') && !to.includes('\\')
}
