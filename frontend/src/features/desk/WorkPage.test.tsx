import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { beforeEach, expect, test } from 'vitest'
import { signIn } from '../../app/session'
import { client as api } from '../../client/client.gen'
import { applyPush } from '../../live/apply'
import type { Entry, Offer, Seat } from '../../queries/types'
import { WorkPage } from './WorkPage'

const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()

/** A desk in memory: it answers like the server, and its state is what a test sets. */
function deskOf() {
  const entry = (seq: number, role: 'customer' | 'expert', text: string, clientId?: string): Entry => ({
    seq,
    kind: 'message',
    at: soon(-30 + seq),
    episode: 1,
    author: { role },
    text,
    clientId,
  })
  const desk = {
    entries: [entry(1, 'customer', 'Does the Terp have a phono input?')],
    seats: [1, 2, 3].map((seatNo): Seat => ({ seatNo, open: seatNo < 3 })),
    offers: [] as Offer[],
    calls: [] as string[],
    entry,
    answer: async (request: Request): Promise<unknown> => {
      const path = new URL(request.url).pathname.replace('/api/v1', '')
      desk.calls.push(`${request.method} ${path}`)
      if (path === '/me/seats') return { items: desk.seats }
      if (path === '/me/offers') return { items: desk.offers }
      if (path === '/me/presence') return { state: 'available', since: soon(-60), onDuty: true }
      if (path === '/conversations/cnv_1') return conversation
      if (path === '/offers/off_1/acceptances') {
        desk.offers = []
        desk.seats = desk.seats.map((seat) => (seat.seatNo === 1 ? taken : seat))
        return conversation
      }
      if (path.endsWith('/timeline')) {
        const after = Number(new URL(request.url).searchParams.get('after'))
        return { entries: desk.entries.filter((each) => each.seq > after), lastSeq: desk.entries.length }
      }
      if (path.endsWith('/messages')) {
        const { text, clientId } = (await request.json()) as { text: string; clientId: string }
        desk.entries.push(entry(desk.entries.length + 1, 'expert', text, clientId))
        return { id: 'msg_1', seq: desk.entries.length }
      }
      if (path === '/me/points' || path === '/leaderboard') throw new Error('not part of these stories')
      return {
        items: [],
        earlier: [],
        owned: [],
        asked: [],
        reasons: [],
        similar: [],
        customer: { name: 'Amina Haddad', since: soon(0), conversations: 1 },
      }
    },
  }
  return desk
}

const conversation = {
  id: 'cnv_1',
  status: 'assigned',
  language: 'en',
  question: 'Does the Terp have a phono input?',
  episode: 1,
  customer: { id: 'cus_1', name: 'Amina Haddad' },
  readSeq: { customer: 0, expert: 0 },
  followUps: [],
}
const taken = {
  seatNo: 1,
  open: true,
  conversationId: 'cnv_1',
  takenAt: soon(0),
  due: 'nudge',
  dueAt: soon(90),
} as Seat
const offer = {
  id: 'off_1',
  conversationId: 'cnv_1',
  seatNo: 1,
  question: conversation.question,
  language: 'en',
  difficulty: 1,
  customer: { name: 'Amina Haddad', returning: false, earlier: 0 },
  expiresAt: soon(20),
  serverNow: soon(0),
  why: { score: 1, factors: [], filters: [], spread: false, preferred: false },
} as unknown as Offer

let desk: ReturnType<typeof deskOf>
let client: QueryClient

beforeEach(() => {
  desk = deskOf()
  client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } })
  api.setConfig({
    baseUrl: 'http://localhost/api/v1',
    fetch: async (input) => Response.json(await desk.answer(input as Request)),
  })
  const actor = { id: 'exp_1', role: 'expert', name: 'Marit', language: 'en' } as const
  signIn({ accessToken: 'token', expiresAt: soon(900), actor })
})

function open() {
  render(
    <MantineProvider>
      <QueryClientProvider client={client}>
        <MemoryRouter>
          <WorkPage />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

test('an empty workbench teaches, and a seat that is not open says so', async () => {
  open()
  expect(await screen.findByRole('heading', { name: 'Nobody waits' })).toBeTruthy()
  expect(screen.getByRole('region', { name: 'Seat 3 is not open' })).toBeTruthy()
})

test('an offer stands in the free seat, is told once, and Alt+Y takes it', async () => {
  open()
  await screen.findByRole('heading', { name: 'Nobody waits' })
  desk.offers = [offer]
  act(() => applyPush(client, { type: 'offer', offerId: 'off_1', conversationId: 'cnv_1' }))
  const lane = await screen.findByRole('region', { name: 'Seat 1 is free: an offer' })
  expect(within(lane).getByText('Passing is free and is never counted.')).toBeTruthy()
  expect(screen.getByText(/^An offer for seat 1: Does the Terp/)).toBeTruthy()
  await userEvent.keyboard('{Alt>}y{/Alt}')
  expect(await screen.findByRole('region', { name: 'Seat 1, Amina Haddad' })).toBeTruthy()
  expect(desk.calls).toContain('POST /offers/off_1/acceptances')
})

test('an offer that ran out leaves quietly and says where it went', async () => {
  desk.offers = [offer]
  open()
  await screen.findByRole('region', { name: 'Seat 1 is free: an offer' })
  desk.offers = []
  act(() => applyPush(client, { type: 'offerEnded', offerId: 'off_1', conversationId: 'cnv_1', state: 'lapsed' }))
  expect(await screen.findByText('Went to someone else')).toBeTruthy()
})

test('a message is sent with a clientId and stands once, and what the customer writes appears by push', async () => {
  desk.seats = desk.seats.map((seat) => (seat.seatNo === 1 ? taken : seat))
  open()
  const field = await screen.findByRole('textbox', { name: 'Write to Amina Haddad' })
  await userEvent.type(field, 'It does.{Enter}')
  expect(await screen.findByText('stored')).toBeTruthy()
  expect(screen.getAllByText('It does.')).toHaveLength(1)
  const next = desk.entry(3, 'customer', 'Wonderful')
  act(() => applyPush(client, { type: 'timeline', conversationId: 'cnv_1', entry: next }))
  expect(await screen.findByText('Wonderful')).toBeTruthy()
})
