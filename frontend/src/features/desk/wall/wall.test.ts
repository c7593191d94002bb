import { expect, test } from 'vitest'
import type { Wall, WallExpert, WallHeld, WallWaiting } from '../../../client'
import { aboutOf, alarmsOf, openOf, queueOf, seatsOf, since } from './wall'

const now = Date.parse('2026-11-21T19:00:00.000Z')
const at = (seconds: number) => new Date(now + seconds * 1_000).toISOString()

const waiting = (id: string, of: Partial<WallWaiting>): WallWaiting => ({
  conversationId: id,
  question: 'Does it float?',
  customerName: '',
  verified: false,
  desk: 'experts',
  class: 2,
  since: at(-10),
  ...of,
})

const held = (id: string, of: Partial<WallHeld>): WallHeld => ({
  conversationId: id,
  question: 'Does it float?',
  customerName: '',
  verified: false,
  status: 'assigned',
  since: at(-100),
  silent: false,
  watchers: 0,
  ...of,
})

const expert = (name: string, ...on: (WallHeld | undefined)[]): WallExpert => ({
  id: name,
  displayName: name,
  alias: name,
  bird: 1,
  level: 2,
  presence: 'available',
  presenceAt: at(-600),
  seats: [1, 2, 3].map((seatNo) => ({ seatNo, open: seatNo < 3, held: on[seatNo - 1] })),
})

const wall = (of: Partial<Wall>): Wall => ({
  at: at(0),
  waiting: [],
  experts: [],
  staff: [],
  waits: [],
  left: 0,
  stayed: 0,
  ...of,
})

test('what is about to run out comes first, and what still has time is not shown', () => {
  const view = wall({
    waiting: [
      waiting('fresh', {}),
      waiting('late', { since: at(-95) }),
      waiting('later', { since: at(-200) }),
      waiting('soon', { answerBy: at(600), class: 3 }),
      waiting('passed', { answerBy: at(-5), class: 3 }),
      waiting('tomorrow', { answerBy: at(90_000), class: 3 }),
    ],
    experts: [expert('Marit', held('silent', { silent: true, dueAt: at(20) }), held('fine', {}))],
  })
  const ids = alarmsOf(view, now).map((a) => (a.kind === 'silent' ? a.held : a.waiting).conversationId)
  expect(ids).toEqual(['silent', 'passed', 'later', 'late', 'soon'])
  expect(queueOf(view).map((w) => w.conversationId)).toEqual(['fresh', 'late', 'later'])
  expect(openOf(view).map((w) => w.conversationId)).toEqual(['passed', 'soon', 'tomorrow'])
})

test('a taken seat counts, also one that is not open any more', () => {
  expect(seatsOf([expert('Marit', held('a', {})), expert('Femke', undefined, undefined, held('b', {}))])).toEqual({
    taken: 2,
    open: 5,
  })
})

test('a conversation is named by product and reason, else by its question', () => {
  expect(aboutOf({ question: 'Why?', productName: 'Wad 2', reasonName: 'Pairing' })).toBe('Wad 2, Pairing')
  expect(aboutOf({ question: 'Why?' })).toBe('Why?')
  expect(since(at(5), now)).toBe(0)
})
