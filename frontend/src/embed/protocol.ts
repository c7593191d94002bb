// What the loader on the shop's page and the frame on our own origin may say to each other. Every message carries the mark
// `kenner: 1`, goes to one exact origin and is believed only from the one expected window and origin.

/** From the loader to the frame. */
export type ToFrame =
  | { kenner: 1; type: 'shown'; origin: string }
  | { kenner: 1; type: 'hidden' }
  | { kenner: 1; type: 'identify'; token: string }
  | { kenner: 1; type: 'signOut' }

/** From the frame to the loader. */
export type ToPage =
  | { kenner: 1; type: 'ready' }
  | { kenner: 1; type: 'close' }
  | { kenner: 1; type: 'unread'; count: number }
  | { kenner: 1; type: 'brand'; hue: number; strength: number }
  | { kenner: 1; type: 'identity'; state: IdentityState; code: string }

/** What became of the page's word about who is there; the code says why it was refused. */
export type IdentityState = 'verified' | 'refused' | 'signedOut'
