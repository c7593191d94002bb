// What the loader on the shop's page and the frame on our own origin may say to each other. Every message carries the mark
// `kenner: 1`, goes to one exact origin and is believed only from the one expected window and origin.

/** From the loader to the frame. */
export type ToFrame = { kenner: 1; type: 'shown'; origin: string } | { kenner: 1; type: 'hidden' }

/** From the frame to the loader. */
export type ToPage =
  | { kenner: 1; type: 'ready' }
  | { kenner: 1; type: 'close' }
  | { kenner: 1; type: 'unread'; count: number }
  | { kenner: 1; type: 'brand'; hue: number; strength: number }
