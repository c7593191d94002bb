import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { signIn } from '../../../app/session'
import type { FollowUpTask } from '../../../queries/followUps'
import type { Conversation } from '../../../queries/types'
import { network, onScreen, problem } from '../../../testing/server'
import { PromiseEditor } from './PromiseEditor'
import { PromiseSection } from './PromiseSection'
import { PromisesPanel } from './PromisesPanel'

const ahead = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

const task = (part: Partial<FollowUpTask> = {}): FollowUpTask => ({
  id: 'fup_1',
  episode: 1,
  promise: 'whether the pads fit',
  createdAt: ahead(-20),
  dueAt: ahead(28),
  state: 'open',
  kept: false,
  research: '',
  sources: [],
  canReplan: true,
  canGive: false,
  version: 1,
  serverNow: ahead(0),
  about: {
    id: 'cnv_1',
    question: 'Do the old pads fit?',
    language: 'en',
    status: 'closed',
    customer: { id: 'cus_1', name: 'Amina Haddad', verified: false },
  },
  ...part,
})

const conversation = (followUps: unknown[] = []) =>
  ({ id: 'cnv_1', customer: { id: 'cus_1', name: 'Amina Haddad' }, expert: { id: 'exp_1' }, followUps }) as Conversation

const field = (name: RegExp) => screen.getByRole('textbox', { name })

describe('promising', () => {
  beforeEach(() => localStorage.clear())

  it('is sent with a time inside opening hours, and tried again it is the same promise', async () => {
    const due = ahead(30)
    let down = true
    const sent = network({
      'GET /due-times': () => ({ body: { items: [due] } }),
      'POST /conversations/cnv_1/follow-ups': () => (down ? problem(503, 'overloaded') : { status: 201, body: task() }),
    })
    const { user } = onScreen(<PromiseSection conversation={conversation()} />)
    await user.click(screen.getByRole('button', { name: 'Promise an answer' }))
    const button = screen.getByRole('button', { name: 'Promise it' })
    await user.type(field(/^I will find out/), 'whether the pads fit')
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getAllByRole('radio')[0] as HTMLElement)
    await user.click(button)
    expect((await screen.findByRole('alert')).textContent).toContain('Not promised')
    expect(screen.getByDisplayValue('whether the pads fit'), 'nothing typed is lost').toBeTruthy()
    down = false
    await user.click(button)
    await screen.findByRole('button', { name: 'Promise an answer' })
    const posts = sent.filter(({ what }) => what.startsWith('POST')).map(({ body }) => body as { clientId: string })
    expect(posts).toHaveLength(2)
    expect(posts[0]).toEqual({ clientId: posts[1]?.clientId, promise: 'whether the pads fit', dueAt: due })
  })

  it('keeps what was typed when the form is left, and offers no fourth', async () => {
    network({ 'GET /due-times': () => ({ body: { items: [] } }) })
    const first = onScreen(<PromiseSection conversation={conversation()} />)
    const actor = { id: 'exp_1', role: 'expert' as const, name: 'Marit', language: 'en' }
    act(() => signIn({ accessToken: 'token', expiresAt: ahead(1), actor }))
    await first.user.click(screen.getByRole('button', { name: 'Promise an answer' }))
    await first.user.type(field(/^I will find out/), 'half a thought')
    await first.user.click(screen.getByRole('button', { name: 'Not now' }))
    await first.user.click(screen.getByRole('button', { name: 'Promise an answer' }))
    expect(screen.getByDisplayValue('half a thought')).toBeTruthy()
    first.unmount()
    const open = ['a', 'b', 'c'].map((id) => ({ ...task({ id, promise: id }), expert: { id: 'exp_1' } }))
    onScreen(<PromiseSection conversation={{ ...conversation(open), id: 'cnv_2' }} />)
    expect(screen.getByText(/Three promises are open/)).toBeTruthy()
  })
})

describe('working on a promise', () => {
  beforeEach(() => localStorage.clear())

  it('saves the note by itself, on top of the version that was read', async () => {
    const sent = network({
      'PATCH /follow-ups/fup_1': (body) => ({ body: { ...task(), ...(body as object), version: 2 } }),
    })
    const { user } = onScreen(<PromiseEditor promise={task()} onTold={() => undefined} />)
    await user.type(field(/^What you looked at/), 'Page 4.')
    expect(await screen.findByText('Note saved', undefined, { timeout: 4_000 })).toBeTruthy()
    expect(sent.at(-1)).toMatchObject({ what: 'PATCH /follow-ups/fup_1', body: { research: 'Page 4.', version: 1 } })
  })

  it('never overwrites what was saved elsewhere without asking', async () => {
    network({
      'PATCH /follow-ups/fup_1': () => problem(412, 'stale_version'),
      'GET /me/follow-ups': () => ({ body: { items: [task({ research: 'From my phone.', version: 3 })] } }),
    })
    const { user } = onScreen(<PromiseEditor promise={task()} onTold={() => undefined} />)
    await user.type(field(/^What you looked at/), 'From here.')
    const asks = await screen.findByRole('alert', undefined, { timeout: 4_000 })
    expect(asks.textContent).toContain('From my phone.')
    expect(asks.textContent).toContain('From here.')
  })

  it('tells the customer once there are words, and keeps them when that fails', async () => {
    let down = true
    const sent = network({
      'POST /follow-ups/fup_1/outcomes': () =>
        down ? problem(503, 'overloaded') : { status: 201, body: task({ state: 'done' }) },
    })
    const told = vi.fn()
    const { user } = onScreen(<PromiseEditor promise={task()} onTold={told} />)
    const button = screen.getByRole('button', { name: 'Tell Amina' })
    await user.click(button)
    expect(sent).toEqual([])
    await user.click(screen.getByRole('radio', { name: 'Nothing found' }))
    await user.type(field(/in your own words$/), 'I asked everybody.')
    await user.click(button)
    expect((await screen.findByRole('alert')).textContent).toContain('Not told')
    down = false
    await user.click(button)
    await waitFor(() => expect(told).toHaveBeenCalledOnce())
    expect(sent.at(-1)?.body).toEqual({ outcome: 'nothing_found', result: 'I asked everybody.' })
  })

  it('says why it cannot be put off any more', () => {
    network({})
    onScreen(<PromiseEditor promise={task({ canReplan: false, firstDueAt: ahead(4) })} onTold={() => undefined} />)
    expect(screen.getByText('It was put off once.')).toBeTruthy()
  })
})

describe('my promises', () => {
  it('stand by their time, the late ones first, and say what is gone', async () => {
    network({
      'GET /me/follow-ups': () => ({
        body: { items: [task({ id: 'late', promise: 'the late one', dueAt: ahead(-3) }), task({ dueAt: ahead(72) })] },
      }),
    })
    const { unmount } = onScreen(<PromisesPanel />, '/work?promise=all')
    const headings = await screen.findAllByRole('heading', { level: 3 })
    expect(headings.map(({ textContent }) => textContent).slice(0, 2)).toEqual(['Late', 'Later'])
    expect(screen.getByText('3 hours late')).toBeTruthy()
    unmount()
    onScreen(<PromisesPanel />, '/work?promise=fup_gone')
    expect(await screen.findByText('This promise is no longer open')).toBeTruthy()
  })

  it('are no part of the workbench until they are asked for', () => {
    network({})
    onScreen(<PromisesPanel />, '/work')
    expect(screen.queryByRole('region')).toBeNull()
  })
})
