import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Later } from './api'
import { Help } from './help'
import type { Answer, Article } from './types'

const answer = (id: string): Answer => ({ id, slug: id, kind: 'article', title: id, summary: '' })
const article = { id: 'art_1', blocks: [] } as unknown as Article

let told: string[]
let found: Answer[]
let online: boolean
let answers: (text: string) => Promise<Answer[]>
let help: Help
let drawn: number

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  found = ['art_1', 'art_2', 'art_3', 'art_4'].map(answer)
  online = true
  drawn = 0
  answers = async () => found
  let searches = 0
  const tell = async (what: string) => void told.push(what)
  help = new Help({
    api: {
      answers: async (text, language, productId, most) => {
        await tell(`answers ${text}|${language}|${productId}|${most}`)
        return answers(text)
      },
      keepSearch: async (text) => {
        await tell(`keep ${text}`)
        return `sea_${++searches}`
      },
      openAnswer: (search, id) => tell(`open ${search} ${id}`),
      endSearch: (search, outcome, id) => tell(`end ${[search, outcome, id].filter(Boolean).join(' ')}`),
      article: async () => article,
    },
    language: () => 'en',
    online: () => online,
    now: () => Date.now(),
    vote: (id, helped) => tell(`vote ${id} ${helped}`),
    changed: () => void drawn++,
  })
})
afterEach(() => {
  help.stop()
  vi.useRealTimers()
})

const passes = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const ids = () => help.found.map((each) => each.id)

describe('answers while somebody types', () => {
  it('come after a pause, no more than there is room for, for the product that was chosen', async () => {
    help.type('Wad', 'prd_1')
    help.type('Wad 2', 'prd_1')
    await passes(200)
    expect(told).toEqual([])
    await passes(100)
    expect(told).toEqual(['answers Wad 2|en|prd_1|3'])
    expect(ids()).toEqual(['art_1', 'art_2', 'art_3'])
  })

  it('are of what stands there now, one call at a time', async () => {
    let first: (found: Answer[]) => void = () => undefined
    answers = (text) => (text === 'slow' ? new Promise((done) => (first = done)) : Promise.resolve([answer('art_9')]))
    help.type('slow', '')
    await passes(300)
    help.type('slower', '')
    await passes(300)
    expect(told).toEqual(['answers slow|en||3'])
    first([answer('art_old')])
    await passes(1)
    expect(ids()).toEqual(['art_9'])
  })

  it('go when there is next to nothing to look for', async () => {
    help.type('pads', '')
    await passes(300)
    help.type('pa', '')
    expect(ids()).toEqual([])
    await passes(5000)
    expect(told, 'and it is not kept either').toHaveLength(1)
  })

  it('are silently absent when they cannot be had, and asked for later when the server says so', async () => {
    answers = () => Promise.reject(new Later('limit', 60_000))
    help.type('pads', '')
    await passes(300)
    answers = async () => found
    help.type('pads of', '')
    await passes(300)
    expect(ids()).toEqual([])
    expect(told).toHaveLength(1)
    await passes(60_000)
    help.type('pads of the', '')
    await passes(300)
    expect(ids()).toHaveLength(3)
  })

  it('are not asked for without a network', async () => {
    online = false
    help.type('pads', '')
    await passes(300)
    expect(told).toEqual([])
  })
})

describe('what becomes of a search', () => {
  it('is kept once, when typing has stopped', async () => {
    help.type('pads', '')
    await passes(1000)
    help.type('pads thin', '')
    await passes(3000)
    help.type('pads thin ', '')
    await passes(3000)
    expect(told.filter((each) => each.startsWith('keep'))).toEqual(['keep pads thin'])
  })

  it('is opened, solved and voted on', async () => {
    help.type('pads', '')
    await passes(300)
    const read = help.open(answer('art_2'))
    await passes(0)
    expect(await read).toBe(article)
    help.helped()
    await passes(5000)
    const [, ...rest] = told
    expect(new Set(rest)).toEqual(
      new Set(['keep pads', 'open sea_1 art_2', 'vote art_2 true', 'end sea_1 solved art_2']),
    )
  })

  it('did not help, and a person is asked', async () => {
    help.type('pads', '')
    await passes(300)
    void help.open(answer('art_1'))
    await passes(0)
    help.failed()
    expect(ids(), 'what did not help is not shown again').toEqual(['art_2', 'art_3'])
    help.type('pads thin', '')
    await passes(300)
    expect(ids()).toEqual(['art_2', 'art_3'])
    help.asks()
    await passes(5000)
    expect(told).toContain('vote art_1 false')
    expect(told.filter((each) => each.startsWith('end'))).toEqual(['end sea_1 asked', 'end sea_2 asked'])
    expect(told.filter((each) => each.startsWith('keep'))).toEqual(['keep pads', 'keep pads thin'])
  })

  it('is asked all the same, also when nothing was found and nobody waited', async () => {
    found = []
    help.type('seaweed', '')
    await passes(300)
    help.asks()
    await passes(5000)
    expect(told.slice(1)).toEqual(['keep seaweed', 'end sea_1 asked'])
  })

  it('is none when the question was asked before anything was shown', async () => {
    help.type('pads', '')
    help.asks()
    await passes(5000)
    expect(told).toEqual([])
  })

  it('is every one of a question, and none of the question before', async () => {
    help.type('pads', '')
    await passes(3000)
    help.clear()
    help.type('hinge', '')
    await passes(3000)
    help.type('hinge creaks', '')
    await passes(3000)
    help.asks()
    await passes(0)
    expect(told.filter((each) => each.startsWith('end'))).toEqual(['end sea_2 asked', 'end sea_3 asked'])
  })

  it('stands in nobody’s way when it cannot be told', async () => {
    help.type('pads', '')
    await passes(300)
    const failing = vi.fn(() => Promise.reject(new Later('network')))
    Object.assign((help as unknown as { parts: { api: object } }).parts.api, { keepSearch: failing })
    await help.open(answer('art_1'))
    help.helped()
    help.asks()
    await passes(5000)
    expect(failing).toHaveBeenCalledTimes(1)
  })
})
