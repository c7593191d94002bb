import { afterEach, beforeEach, expect, test, vi } from 'vitest'

class Param {
  value = 0
  setValueAtTime = vi.fn()
  exponentialRampToValueAtTime = vi.fn()
}

const started: number[] = []
const loudest: number[] = []

class FakeAudio {
  state = 'running'
  currentTime = 0
  destination = {}
  resume = async () => undefined
  createOscillator() {
    const tone = {
      frequency: new Param(),
      connect: (to: unknown) => to,
      start: () => started.push(tone.frequency.value),
      stop: () => undefined,
    }
    return tone
  }
  createGain() {
    const gain = new Param()
    gain.exponentialRampToValueAtTime = vi.fn((to: number) => loudest.push(to))
    return { gain, connect: (to: unknown) => to }
  }
}

beforeEach(() => {
  vi.resetModules()
  localStorage.clear()
  started.length = 0
  loudest.length = 0
  vi.stubGlobal('AudioContext', FakeAudio)
})
afterEach(() => vi.unstubAllGlobals())

test('what happened sounds once, in whichever tab heard it first', async () => {
  const here = await import('./sound')
  here.chime('message', 'm7')
  vi.resetModules()
  const there = await import('./sound')
  there.chime('message', 'm7')
  there.chime('message', 'm8')
  await vi.waitFor(() => expect(started.filter((hertz) => hertz === 659.25)).toHaveLength(2))
})

test('silence is kept, and volume matters', async () => {
  const { chime, play, setSound, soundSettings } = await import('./sound')
  setSound({ on: false })
  chime('offer', 'o1')
  expect(started).toEqual([])
  expect(JSON.parse(localStorage.getItem('kenner.sound') ?? '')).toEqual({ on: false, volume: 0.5 })
  expect(soundSettings().on).toBe(false)
  await play('message', 0.2)
  const quiet = Math.max(...loudest)
  await play('message', 1)
  expect(Math.max(...loudest)).toBeGreaterThan(quiet)
})

test('a browser that lets no sound out is told as such', async () => {
  vi.stubGlobal(
    'AudioContext',
    class extends FakeAudio {
      override state = 'suspended'
    },
  )
  const { play } = await import('./sound')
  expect(await play('offer')).toBe(false)
})

test('what is stored and makes no sense is left aside', async () => {
  localStorage.setItem('kenner.sound', '{"on":"yes","volume":9}')
  const { soundSettings } = await import('./sound')
  expect(soundSettings()).toEqual({ on: true, volume: 0.5 })
})
