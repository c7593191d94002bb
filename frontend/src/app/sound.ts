// Gentle tones for what must not be missed: made by the browser, no file. They are heard on one tab alone, and never before
// the person has touched the page, which browsers forbid.
import { useSyncExternalStore } from 'react'

export type Sound = 'offer' | 'message' | 'nudge'

export interface SoundSettings {
  on: boolean
  /** 0 to 1 */
  volume: number
}

interface Note {
  hertz: number
  /** seconds after the first */
  at: number
  lasts: number
}

/** The tones: an offer rises like a question, a message is one drop, a nudge falls twice. */
export const tones: Readonly<Record<Sound, readonly Note[]>> = {
  offer: [
    { hertz: 523.25, at: 0, lasts: 0.5 },
    { hertz: 783.99, at: 0.16, lasts: 0.9 },
  ],
  message: [{ hertz: 659.25, at: 0, lasts: 0.45 }],
  nudge: [
    { hertz: 587.33, at: 0, lasts: 0.4 },
    { hertz: 440, at: 0.2, lasts: 0.4 },
    { hertz: 440, at: 0.55, lasts: 0.7 },
  ],
}

const storageKey = 'kenner.sound'
const claimKey = 'kenner.sound.played'
const fallback: SoundSettings = { on: true, volume: 0.5 }
const listeners = new Set<() => void>()
let settings: SoundSettings | undefined

/** useSound is what the person chose on this browser. */
export function useSound(): SoundSettings {
  return useSyncExternalStore(subscribe, soundSettings)
}

export function soundSettings(): SoundSettings {
  settings ??= stored()
  return settings
}

export function setSound(change: Partial<SoundSettings>) {
  settings = { ...soundSettings(), ...change }
  try {
    localStorage.setItem(storageKey, JSON.stringify(settings))
  } catch {
    // Storage may be blocked: the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener()
}

let context: AudioContext | undefined

/** play makes a tone and tells whether the browser let it. */
export async function play(sound: Sound, volume = soundSettings().volume): Promise<boolean> {
  if (typeof AudioContext === 'undefined') return false
  context ??= new AudioContext()
  if (context.state === 'suspended') await Promise.race([context.resume(), after(300)])
  if (context.state !== 'running') return false
  for (const note of tones[sound]) ring(context, note, volume)
  return true
}

/** chime plays what happened, once among all tabs, when the person wants sound. The id names what happened. */
export function chime(sound: Sound, id: string) {
  const { on, volume } = soundSettings()
  if (on && volume > 0 && claim(id)) void play(sound, volume).catch(() => false)
}

/** ring is one soft note: a sine and a little of its octave, in at once and out slowly. */
function ring(audio: AudioContext, { hertz, at, lasts }: Note, volume: number) {
  const start = audio.currentTime + 0.01 + at
  for (const [multiple, share] of [
    [1, 1],
    [2, 0.18],
  ] as const) {
    const [tone, gain] = [audio.createOscillator(), audio.createGain()]
    tone.frequency.value = hertz * multiple
    gain.gain.setValueAtTime(0.0001, start)
    gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, 0.28 * volume * volume * share), start + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts)
    tone.connect(gain).connect(audio.destination)
    tone.start(start)
    tone.stop(start + lasts + 0.05)
  }
}

/** claim is true in the first tab that heard of it. */
function claim(id: string): boolean {
  try {
    const played = (localStorage.getItem(claimKey) ?? '').split(' ')
    if (played.includes(id)) return false
    localStorage.setItem(claimKey, [id, ...played].slice(0, 12).join(' '))
  } catch {
    // Without storage each tab sounds for itself.
  }
  return true
}

function stored(): SoundSettings {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    return isSettings(value) ? value : fallback
  } catch {
    return fallback
  }
}

function isSettings(value: unknown): value is SoundSettings {
  if (typeof value !== 'object' || value === null || !('on' in value) || !('volume' in value)) return false
  return typeof value.on === 'boolean' && typeof value.volume === 'number' && value.volume >= 0 && value.volume <= 1
}

const after = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds))

function subscribe(listener: () => void) {
  const changed = (event: StorageEvent) => {
    if (event.key !== storageKey) return
    settings = undefined
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', changed)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', changed)
  }
}
