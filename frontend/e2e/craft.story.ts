// The expert's craft. A customer asks; Marit answers in her own words, with a fact and its source under them. When she
// begins to write the same to the next customer, a quiet line says so. At the close she leaves a tip and a next step; the
// customer finds both, and says that they learned something. Every key is listed under "?", and can be turned off there.
import { type Browser, expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, said, signsIn } from './people'

const question = 'My Wad 2 drops the call when the laptop rings. What can I do?'
const answer = 'I had that in October too: after the new release mine kept every call. Shall we see which one you have?'
const tip = 'The app shows under Devices which one may interrupt a call.'
const nextStep = 'Update with both on charge, then try one call.'

test('an answer in own words with a fact under it, a tip, a next step, and keys that can be turned off', async ({
  browser,
}) => {
  const k = await Kenner.demo()
  try {
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    await work.getByRole('button', { name: 'Start now' }).click()
    const widget = await customerAsks(browser, k)
    await work.getByRole('button', { name: 'Take it' }).click()
    await answersWithAFact(work, widget)
    await theSameToTheNext(work, k)
    await keysCanBeTurnedOff(work)
    await leavesATip(work, widget)
    await saysWhatWasLearned(widget, await Api.as(k, k.login('admin')))
    await factsAreKept(await arrives(browser), k)
  } finally {
    await k.remove()
  }
})

async function customerAsks(browser: Browser, k: Kenner): Promise<Frame> {
  const shop = await arrives(browser)
  await shop.goto(`${k.shop}/demo/`)
  const widget = await opensWidget(shop, k)
  await widget.getByLabel('What would you like to know?').fill(question)
  await widget.getByLabel('About which product?').selectOption('Wad 2')
  await widget.getByLabel('What is it about?').selectOption('Two devices at once')
  await widget.getByRole('button', { name: 'Ask an expert' }).click()
  return widget
}

async function answersWithAFact(work: Page, widget: Frame) {
  const bench = lane(work, 1)
  const field = bench.getByRole('textbox', { name: /^Write to / })
  await expect(bench.getByRole('list', { name: 'Facts that fit' }).getByRole('button').first()).toContainText(
    'Release 2.4.1',
  )
  await field.fill(answer)
  await work.keyboard.press('Alt+f')
  const panel = work.getByRole('dialog', { name: 'Add a fact' })
  await panel.getByRole('searchbox', { name: 'Find a fact' }).fill('second device rings')
  await panel.getByRole('button', { name: /^Put under my answer: Release 2.4.1/ }).click()
  await work.keyboard.press('Escape')
  await expect(field, 'the card is never in the text').toHaveValue(answer)
  await expect(bench.getByRole('list', { name: 'Under your answer' })).toContainText('Release 2.4.1')
  await field.press('Enter')

  await expect(said(widget, answer)).toBeVisible()
  const card = widget.getByRole('log').locator('.fact')
  await expect(card).toContainText('Release 2.4.1')
  await expect(card.getByRole('link', { name: 'Release notes of the Noorder app' })).toHaveAttribute(
    'href',
    /release-2-4-1$/,
  )
  await expect(bench.getByRole('log')).toContainText('Keeps the call when a second device rings.')
}

/** The next customer comes; nearly the same text is told and may be sent all the same. */
async function theSameToTheNext(work: Page, k: Kenner) {
  const visitor = await post<{ accessToken: string }>(k, '/visitors', { name: 'Amina', language: 'en' })
  await post(
    k,
    '/conversations',
    { question: 'Calls end when my tablet rings. Why?', language: 'en' },
    visitor.accessToken,
  )
  await work.getByRole('button', { name: 'Take it' }).click()
  const bench = lane(work, 2)
  const field = bench.getByRole('textbox', { name: /^Write to / })
  await field.fill(answer.replace('October', 'autumn'))
  await expect(bench.getByText('You sent nearly this to one other person. Say it for this customer.')).toBeVisible()
  await field.fill('Which tablet is it, and does the sound stop or only the call?')
  await expect(bench.getByText(/You sent nearly this/)).toHaveCount(0)
  await field.press('Enter')
  await expect(said(bench, 'Which tablet is it, and does the sound stop or only the call?')).toBeVisible()
}

async function keysCanBeTurnedOff(work: Page) {
  await work.keyboard.press('Alt+1')
  await expect(lane(work, 1).getByRole('textbox', { name: /^Write to / })).toBeFocused()
  await work.keyboard.press('?')
  await expect(work.getByRole('dialog', { name: 'Keys' }), 'a question mark in a text is a question mark').toHaveCount(
    0,
  )
  await lane(work, 1)
    .getByRole('textbox', { name: /^Write to / })
    .fill('')
  await lane(work, 1).getByRole('log').focus()
  await work.keyboard.press('?')
  const keys = work.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Whoever has waited longest')
  await keys.getByRole('switch', { name: /Keys with Alt/ }).uncheck()
  await keys.getByRole('switch', { name: /Single keys/ }).uncheck()
  await work.keyboard.press('Escape')
  await work.keyboard.press('Alt+2')
  await expect(lane(work, 2).getByRole('textbox', { name: /^Write to / })).not.toBeFocused()
  await work.keyboard.press('?')
  await expect(keys).toHaveCount(0)
}

async function leavesATip(work: Page, widget: Frame) {
  const bench = lane(work, 1)
  await bench.getByRole('button', { name: 'Close with a reason' }).click()
  const card = work.getByRole('dialog', { name: 'Close with a reason' })
  await card.getByLabel('Good to know').fill(tip)
  await card.getByLabel('Next step').fill(nextStep)
  await reasonIn(card, 'Two devices at once').click()
  await expect(bench.getByRole('heading', { name: /^Closed: / })).toBeVisible()
  await expect(widget.getByText(tip)).toBeVisible()
  await expect(widget.getByText(nextStep)).toBeVisible()
}

async function saysWhatWasLearned(widget: Frame, manager: Api) {
  await widget.getByRole('region', { name: 'Is it solved?' }).getByRole('button', { name: 'Yes' }).click()
  await widget.getByRole('radio', { name: '5 stars' }).check({ force: true })
  await widget
    .getByRole('group', { name: 'Did you learn something?' })
    .getByRole('radio', { name: 'Partly' })
    .check({ force: true })
  await widget.getByRole('button', { name: 'Send' }).click()
  await expect(widget.getByText('Your thanks arrived')).toBeVisible()
  await expect(widget.getByText(nextStep), 'it stays where the customer looks').toBeVisible()
  type Listed = { items: { id: string; question: string }[] }
  const found = (await manager.get<Listed>('/conversations')).items.find((each) => each.question === question)
  const { rating } = await manager.get<{ rating: { learned: string } }>(`/conversations/${found?.id}`)
  expect(rating.learned).toBe('partly')
}

/** The manager sees that the fact was used and helped, and changes it; what was sent stays as it was. */
async function factsAreKept(desk: Page, k: Kenner) {
  await signsIn(desk, k, k.login('admin'), '/manage/facts')
  await desk.getByRole('searchbox').fill('second device rings')
  const row = desk.getByRole('link', { name: /^Release 2.4.1/ })
  await expect(row).toContainText(/used \d+ times?, solved \d+/)
  await row.click()
  const form = desk.getByRole('region', { name: /^Release 2.4.1/ })
  await form.getByLabel('Title').fill('Release 2.4.1, autumn')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Saved')).toBeVisible()
  await expect(desk.getByRole('link', { name: /^Release 2.4.1, autumn/ })).toBeVisible()
}

async function post<T>(k: Kenner, path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(`${k.app}/api/v1${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
