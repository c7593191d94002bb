import { MantineProvider } from '@mantine/core'
import { screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setKeysOn } from '../../../app/keys'
import { signIn } from '../../../app/session'
import { network, onScreen } from '../../../testing/server'
import { type Cards, isCards, useCards } from '../model/cards'
import { leaving } from '../model/parting'
import { read } from '../model/storage'
import { AlikeLine } from './AlikeLine'
import { Composer } from './Composer'
import { FactPicker } from './FactPicker'
import { Attached, FactTray } from './FactTray'
import { KeysCard } from './KeysCard'

const fact = (id: string, title: string) => ({
  id,
  title,
  body: `What is true of ${title}`,
  source: 'Manual, page 6',
  language: 'en',
  used: 7,
  solved: 6,
  archived: false,
  version: 1,
})

const fitting = [
  fact('fct_1', 'Terp inputs'),
  fact('fct_2', 'Terp outputs'),
  fact('fct_3', 'USB'),
  fact('fct_4', 'Phono'),
]

beforeEach(() => localStorage.clear())
afterEach(() => vi.unstubAllGlobals())

let seen: Cards

function Lane({ onSend }: { onSend: (text: string) => void }) {
  seen = useCards('cnv_1')
  return (
    <MantineProvider env="test">
      <Composer
        conversationId="cnv_1"
        name="Jonas"
        focused
        above={<FactTray conversationId="cnv_1" cards={seen} />}
        under={<Attached cards={seen} />}
        tools={<FactPicker conversationId="cnv_1" cards={seen} keys />}
        hint={(text) => <AlikeLine conversationId="cnv_1" text={text} />}
        onSend={onSend}
      />
    </MantineProvider>
  )
}

const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Write to Jonas' })
const comes = () =>
  signIn({
    accessToken: 'token',
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
    actor: { id: 'exp_marit', role: 'expert', name: 'Marit' },
  })
const readCards = () => read('kenner.cards.cnv_1', [], isCards).map((card) => card.id)
const under = () => screen.queryByRole('list', { name: 'Under your answer' })

test('a fact goes under the answer, never into it, and is kept like the draft', async () => {
  network({ 'GET /conversations/cnv_1/facts': () => ({ body: { items: fitting } }) })
  const { user } = onScreen(<Lane onSend={() => undefined} />)
  comes()
  await user.type(field(), 'Look for PHONO.')
  await user.click(await screen.findByRole('button', { name: /^Put under my answer: Terp inputs/ }))
  expect(field().value).toBe('Look for PHONO.')
  expect(within(under() as HTMLElement).getByText('What is true of Terp inputs')).toBeTruthy()
  expect(screen.queryByRole('list', { name: 'Facts that fit' }), 'the tray makes room').toBeNull()
  expect(readCards()).toEqual(['fct_1'])
  await user.click(screen.getByRole('button', { name: 'Take off: Terp inputs' }))
  expect(under()).toBeNull()
  expect(readCards()).toEqual([])
})

test('Alt F searches all facts; three cards are enough', async () => {
  const sent = network({ 'GET /conversations/cnv_1/facts': () => ({ body: { items: fitting } }) })
  const { user } = onScreen(<Lane onSend={() => undefined} />)
  await user.keyboard('{Alt>}f{/Alt}')
  const panel = await screen.findByRole('dialog', { name: 'Add a fact' })
  await user.type(within(panel).getByRole('searchbox', { name: 'Find a fact' }), 'phono')
  await waitFor(() => expect(sent.filter(({ what }) => what.endsWith('/facts')).length).toBeGreaterThan(1))
  for (const title of ['Terp inputs', 'Terp outputs', 'USB']) {
    await user.click(await within(panel).findByRole('button', { name: `Put under my answer: ${title}` }))
  }
  expect(within(panel).getByRole('status').textContent).toContain('3 cards are enough')
  expect(within(panel).getByRole<HTMLButtonElement>('button', { name: 'Put under my answer: Phono' }).disabled).toBe(
    true,
  )
  expect(seen.cards.map((card) => card.id)).toEqual(['fct_1', 'fct_2', 'fct_3'])
  expect(Object.keys(seen.cards[0] ?? {})).not.toContain('used')
})

test('nearly the same text is told quietly and sent all the same', async () => {
  const sent = network({
    'GET /conversations/cnv_1/facts': () => ({ body: { items: [] } }),
    'POST /conversations/cnv_1/alikes': () => ({ body: { people: 6 } }),
  })
  const onSend = vi.fn()
  const { user } = onScreen(<Lane onSend={onSend} />)
  await user.type(field(), 'Press each pad.')
  await new Promise((done) => setTimeout(done, 0))
  expect(
    sent.some(({ what }) => what.endsWith('/alikes')),
    'a short text is never compared',
  ).toBe(false)
  await user.type(field(), ' At 12, 4 and 8 until it clicks.')
  expect(
    await screen.findByText('You sent nearly this to 6 people. Say it for this customer.', {}, { timeout: 4_000 }),
  ).toBeTruthy()
  await user.type(field(), '{Enter}')
  expect(onSend).toHaveBeenCalledExactlyOnceWith('Press each pad. At 12, 4 and 8 until it clicks.')
})

test('"?" shows every key, and each kind can be turned off there', async () => {
  setKeysOn(true, 'alt')
  setKeysOn(true, 'single')
  network({})
  const { user } = onScreen(
    <MantineProvider env="test">
      <KeysCard />
    </MantineProvider>,
  )
  await user.keyboard('?')
  const keys = await screen.findByRole('dialog', { name: 'Keys' })
  expect(within(keys).getByText('Whoever has waited longest')).toBeTruthy()
  await user.click(within(keys).getByRole('switch', { name: /Keys with Alt/ }))
  expect(within(keys).getAllByText('(turned off)', { exact: false }).length).toBeGreaterThan(3)
  await user.click(within(keys).getByRole('switch', { name: /Single keys/ }))
  await user.click(within(keys).getByRole('button', { name: 'Close' }))
  await user.keyboard('?')
  expect(screen.queryByRole('dialog', { name: 'Keys' })).toBeNull()
})

test('what is left at the close goes without its spaces, and empty is nothing', () => {
  expect(leaving({ tip: ' Turn them. ', nextStep: '  ' })).toEqual({ tip: 'Turn them.' })
})
