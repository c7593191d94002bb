import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { catchingUp, type Standing } from '.'
import type { LineEars } from './line'
import { type Opened, shareLine } from './shared'
import { messages } from './stream'

/** The browser's locks, for the tabs of one test. */
class Locks {
  private readonly held = new Map<string, { waiting: (() => void)[]; rob: () => void }>()

  request = async (name: string, options: LockOptions, work: () => Promise<void>): Promise<void> => {
    const holder = this.held.get(name)
    if (holder && options.steal) holder.rob()
    else if (holder) {
      await new Promise<void>((turn, gone) => {
        holder.waiting.push(turn)
        options.signal?.addEventListener('abort', () => gone(new Error('aborted')))
      })
    }
    const mine = { waiting: this.held.get(name)?.waiting ?? [], rob: (): void => undefined }
    const robbed = new Promise<void>((_, fail) => {
      mine.rob = () => fail(new Error('stolen'))
    })
    this.held.set(name, mine)
    await Promise.race([work(), robbed]).finally(() => {
      if (this.held.get(name) !== mine) return
      this.held.delete(name)
      mine.waiting.shift()?.()
    })
  }
}

class Tab {
  readonly heard: unknown[] = []
  readonly line: Opened
  ears: LineEars | undefined
  opened = 0
  closed = 0
  backs = 0

  constructor(name: string) {
    this.line = shareLine(
      name,
      (ears) => {
        this.opened++
        this.ears = ears
        return { wake: () => undefined, close: () => this.closed++ }
      },
      { push: (data) => this.heard.push(data), back: () => this.backs++, state: () => undefined },
    )
  }
}

const tabs: Tab[] = []
const tab = (name = 'kenner.line.exp_1') => {
  const made = new Tab(name)
  tabs.push(made)
  return made
}
const lines = (of: Tab[]) => of.map((each) => each.opened - each.closed)

beforeEach(() => {
  vi.stubGlobal('navigator', { locks: new Locks() })
})

afterEach(() => {
  for (const each of tabs.splice(0)) each.line.close()
  vi.unstubAllGlobals()
})

test('two tabs have one line, and both hear', async () => {
  const [first, second] = [tab(), tab()]
  await vi.waitFor(() => expect(lines([first, second])).toEqual([1, 0]))
  first.ears?.push({ type: 'seats' })
  await vi.waitFor(() => expect(second.heard).toEqual([{ type: 'seats' }]))
  expect(first.heard).toEqual([{ type: 'seats' }])
})

test('when the tab with the line is closed, another one takes over', async () => {
  const [first, second] = [tab(), tab()]
  await vi.waitFor(() => expect(lines([first, second])).toEqual([1, 0]))
  first.line.close()
  await vi.waitFor(() => expect(lines([first, second])).toEqual([0, 1]))
})

test('a tab that comes later fetches once what was said before it listened', async () => {
  const first = tab()
  await vi.waitFor(() => expect(first.opened).toBe(1))
  first.ears?.state({ up: true, by: 'socket' })
  const second = tab()
  await vi.waitFor(() => expect(second.backs).toBe(1))
})

test('nobody hears the line of another person', async () => {
  const [marit, joost] = [tab('kenner.line.exp_1'), tab('kenner.line.exp_2')]
  await vi.waitFor(() => expect(lines([marit, joost])).toEqual([1, 1]))
  marit.ears?.push('for Marit')
  joost.ears?.push('for Joost')
  const witness = tab('kenner.line.exp_2')
  joost.ears?.push('again')
  await vi.waitFor(() => expect(witness.heard).toEqual(['again']))
  expect([marit.heard, joost.heard]).toEqual([['for Marit'], ['for Joost', 'again']])
})

test('a tab whose line does not answer loses it to one that is looked at', async () => {
  vi.useFakeTimers()
  const frozen = tab()
  await vi.advanceTimersByTimeAsync(0)
  const seen = tab()
  frozen.ears = undefined
  const deaf = vi.spyOn(BroadcastChannel.prototype, 'postMessage').mockImplementation(() => undefined)
  await vi.advanceTimersByTimeAsync(6_000)
  deaf.mockRestore()
  vi.useRealTimers()
  await vi.waitFor(() => expect(lines([frozen, seen])).toEqual([0, 1]))
})

test('caught up is only who has fetched what was missed, on a line that still stands', async () => {
  const told: Standing[] = []
  const rounds: (() => void)[] = []
  const catchUp = () => new Promise<void>((done) => rounds.push(done))
  const ears = catchingUp({ push: () => undefined, catchUp, standing: (s) => told.push(s) })
  ears.state({ up: true, by: 'socket' })
  ears.back()
  ears.state({ up: false })
  rounds[0]?.()
  await Promise.resolve()
  ears.state({ up: true, by: 'poll' })
  ears.back()
  expect(told).toEqual(['catching', 'down', 'catching'])
  rounds[1]?.()
  await vi.waitFor(() => expect(told.at(-1)).toBe('up'))
})

test('a stream is read wherever it was cut, and a heartbeat is no message', () => {
  const read = messages()
  expect(read('event: up\nda')).toEqual([])
  expect(read('ta: {}\n\n:\n\ndata: {"type":"se')).toEqual([{ event: 'up', data: '{}' }])
  expect(read('ats"}\n\n')).toEqual([{ event: '', data: '{"type":"seats"}' }])
})
