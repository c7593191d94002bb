import { MantineProvider } from '@mantine/core'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Actor, signedOut, signIn } from '../../../app/session'
import { client } from '../../../client/client.gen'
import { readDraft } from '../model/drafts'
import { Composer } from './Composer'

const marit: Actor = { id: 'exp_marit', role: 'expert', name: 'Marit' }
const comes = (actor: Actor) =>
  signIn({ accessToken: 'token', expiresAt: new Date(Date.now() + 900_000).toISOString(), actor })

beforeEach(() => {
  comes(marit)
  client.setConfig({ baseUrl: 'http://localhost/api/v1', fetch: async () => new Response(null, { status: 204 }) })
})

afterEach(() => {
  signedOut(false)
  localStorage.clear()
})

function lane(onSend = vi.fn(), props: { focused?: boolean; returned?: string } = {}) {
  return (
    <MantineProvider>
      <Composer
        conversationId="cnv_1"
        name="Jonas Weber"
        focused={props.focused ?? true}
        returned={props.returned}
        onSend={onSend}
      />
    </MantineProvider>
  )
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Write to Jonas Weber' })

test('a draft survives leaving the page, with its caret', async () => {
  const first = render(lane())
  await userEvent.type(field(), 'It does: look')
  field().setSelectionRange(3, 7)
  await userEvent.keyboard('{ArrowRight}')
  first.unmount()
  expect(readDraft('cnv_1').text).toBe('It does: look')
  render(lane())
  expect(field().value).toBe('It does: look')
  expect(screen.getByText('Draft kept')).toBeTruthy()
})

test('a draft waits for its own person, and is shown to nobody who signs in meanwhile', async () => {
  const first = render(lane())
  await userEvent.type(field(), 'Between us: ')
  first.unmount()
  signedOut(false)
  comes({ ...marit, id: 'exp_joost' })
  const second = render(lane())
  expect(field().value).toBe('')
  second.unmount()
  comes(marit)
  render(lane())
  expect(field().value).toBe('Between us: ')
})

test('an update of the lane touches neither text nor caret nor focus', async () => {
  const page = render(lane())
  await userEvent.type(field(), 'look for PHONO')
  field().setSelectionRange(4, 4)
  const before = field()
  page.rerender(lane(vi.fn(), { focused: false }))
  expect(field()).toBe(before)
  expect(document.activeElement).toBe(before)
  expect([before.value, before.selectionStart]).toEqual(['look for PHONO', 4])
})

test('Enter sends and empties the draft; Shift and Enter make a line', async () => {
  const onSend = vi.fn()
  render(lane(onSend))
  await userEvent.type(field(), 'one{Shift>}{Enter}{/Shift}two{Enter}')
  expect(onSend).toHaveBeenCalledExactlyOnceWith('one\ntwo')
  expect(field().value).toBe('')
  expect(readDraft('cnv_1').text).toBe('')
})

test('nothing is sent when there is nothing to say', async () => {
  const onSend = vi.fn()
  render(lane(onSend))
  await userEvent.type(field(), '   {Enter}')
  expect(onSend).not.toHaveBeenCalled()
})

test('a text taken back stands before what was begun meanwhile', async () => {
  const page = render(lane())
  await userEvent.type(field(), 'later')
  page.rerender(lane(vi.fn(), { returned: 'earlier' }))
  expect(field().value).toBe('earlier\nlater')
})
