// A promise from making to helping. Marit does not know the answer and promises one for tomorrow; the customer sees the
// promise, also after the conversation is closed. The next day Marit is reminded, notes what she looked at, and tells the
// customer, who reads it in the old conversation and says that it helped. Nobody else ever reads her note.
import { type Browser, expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, signsIn } from './people'

const question = 'Can the battery of my Wad 2 be swapped at home?'
const promise = 'whether the cell can be swapped without sending it in'
const note = 'Service sheet page 6. Asked the workshop.'
const result = 'It can: two screws under the right pad, then the cell lifts out.'
const hoursAhead = 26

type Promised = {
  id: string
  promise: string
  state: string
  surfacedAt?: string
  helped?: string
  kept: boolean
  research: string
}

test('a promise is made, kept and found to help', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    const widget = await customerAsks(browser, k)
    await maritTakesIt(work)
    await maritPromises(work)
    await customerSeesThePromise(widget)
    await looksAt(widget.page(), 'widget-promised', widget)
    await looksAt(work, 'work-promised')
    await maritCloses(work)
    await expect(widget.getByRole('list', { name: 'What was promised' }), 'it stays in sight').toContainText(promise)

    await k.stop()
    await k.start('--clock', `+${hoursAhead - 1}h45m`)
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const mine = async (state: string) =>
      (await marit.get<{ items: Promised[] }>(`/me/follow-ups?state=${state}`)).items
    const id = await whatIsDue(mine)

    await maritFindsOut(work)
    await expect.poll(async () => (await mine('done')).some((each) => each.id === id && each.kept)).toBe(true)
    await customerReads(widget)
    await customerSaysItHelped(widget)
    await looksAt(widget.page(), 'widget-promise-kept', widget)
    await expect(work.getByRole('region', { name: 'My promises' }).getByText('it helped').first()).toBeVisible()
    await thePointsOfIt(marit)
    await staffSeeIt(await arrives(browser), k)
    const told = await widget.locator('body').textContent()
    expect(told, 'the note is internal').not.toContain(note)
  } finally {
    await k.remove()
  }
})

for (const language of ['en', 'nl'] as const) {
  test(`what was promised, on every screen (${language})`, async ({ browser }) => {
    const k = await Kenner.demo()
    try {
      const owner = await whoOwes(k)
      await owner.api.patch('/me', { language })
      const work = await arrives(browser)
      await signsIn(work, k, owner.login, '/work')
      await work.goto(`${k.app}/work?promise=all`)
      await expect(work.getByRole('heading', { level: 3 }).first()).toBeVisible()
      await looksAt(work, `promises-${language}`)
      await work.goto(`${k.app}/work?promise=${owner.id}`)
      await expect(work.getByRole('radio').first()).toBeAttached()
      await looksAt(work, `promise-${language}`)
      await work.context().close()
      const office = await arrives(browser)
      await (await Api.as(k, k.login('admin'))).patch('/me', { language })
      await signsIn(office, k, k.login('admin'), '/manage/follow-ups')
      for (const state of ['open', 'stale', 'done', 'dismissed']) {
        await office.goto(`${k.app}/manage/follow-ups?state=${state}`)
        await expect(office.getByRole('heading', { level: 1 })).toBeVisible()
        await expect(office.getByRole('article').or(office.locator('.empty-state')).first()).toBeVisible()
        await looksAt(office, `manage-promises-${state}-${language}`)
      }
    } finally {
      await k.remove()
    }
  })
}

/** An expert of the demo who owes an answer. */
async function whoOwes(k: Kenner) {
  for (const login of k.ready.logins.filter(({ role }) => role === 'expert')) {
    const api = await Api.as(k, login)
    const open = (await api.get<{ items: Promised[] }>('/me/follow-ups')).items[0]
    if (open) return { login, api, id: open.id }
  }
  throw new Error('nobody owes anything')
}

async function customerAsks(browser: Browser, k: Kenner): Promise<Frame> {
  const shop = await arrives(browser)
  await shop.goto(`${k.shop}/demo/`)
  const widget = await opensWidget(shop, k)
  await widget.getByLabel('What would you like to know?').fill(question)
  await widget.getByRole('button', { name: 'Ask an expert' }).click()
  await expect(widget.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
  return widget
}

async function maritTakesIt(work: Page) {
  await work.getByRole('button', { name: 'Start now' }).click()
  await work.getByRole('region', { name: 'Seat 1 is free: an offer' }).getByRole('button', { name: 'Take it' }).click()
  await expect(lane(work, 1).getByRole('log')).toContainText(question)
  const field = lane(work, 1).getByRole('textbox', { name: /^Write to / })
  await field.fill('I do not know that one. Let me find out.')
  await field.press('Enter')
}

async function maritPromises(work: Page) {
  const bench = lane(work, 1)
  await bench.getByRole('button', { name: 'Promise an answer' }).click()
  await bench.getByLabel('I will find out').fill(promise)
  await expect(bench.getByRole('radio', { name: /^(today|tomorrow|\w+day) (12|18):00$/ }).first()).toBeVisible()
  await bench.getByRole('radio', { name: 'Another time' }).check({ force: true })
  const wall = await work.evaluate((hours) => {
    const at = new Date(Date.now() + hours * 3_600_000)
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  }, hoursAhead)
  await bench.getByLabel('Exact date and time').fill(wall)
  await bench.getByRole('button', { name: 'Promise it' }).click()
  await expect(bench.getByText(/^You promised, by /)).toBeVisible()
  await expect(bench.getByRole('log')).toContainText(promise)
}

async function customerSeesThePromise(widget: Frame) {
  await expect(widget.getByRole('list', { name: 'What was promised' })).toContainText('Marit promised an answer')
  await expect(widget.getByRole('log')).toContainText('Marit will find out and tell you by')
  await expect(widget.getByRole('log')).toContainText(promise)
}

async function maritCloses(work: Page) {
  const bench = lane(work, 1)
  await bench.getByRole('button', { name: 'Close with a reason' }).click()
  const card = work.getByRole('dialog', { name: 'Close with a reason' })
  await card.getByRole('radio', { name: 'Partly solved' }).check({ force: true })
  await reasonIn(card, 'Battery life').click()
  await expect(bench.getByRole('heading', { name: /^Closed: / })).toBeVisible()
}

/** The job of the morning, or of the last hour, has reminded Marit of it; what else she owes depends on the hour. */
async function whatIsDue(mine: (state: string) => Promise<Promised[]>): Promise<string> {
  const due = async () => (await mine('open')).find((each) => each.promise === promise && each.surfacedAt)?.id
  await expect.poll(due).toBeDefined()
  return (await due()) as string
}

async function maritFindsOut(work: Page) {
  await work.getByRole('button', { name: /^My promises, / }).click()
  const panel = work.getByRole('region', { name: 'My promises' })
  await panel.getByRole('button', { name: promise }).click()
  await expect(panel.getByText(question, { exact: true })).toBeVisible()
  await panel.getByText('Read the conversation').click()
  await expect(panel.getByText('I do not know that one. Let me find out.')).toBeVisible()
  await panel.getByRole('textbox', { name: /^What you looked at/ }).fill(note)
  await panel.getByRole('button', { name: 'Add a source' }).click()
  await panel.getByLabel('What it is').fill('Service sheet')
  await panel.getByLabel('Address').fill('https://noorder.example/service')
  await expect(panel.getByText('Note saved')).toBeVisible()
  await panel.getByRole('radio', { name: 'A better way' }).check({ force: true })
  await panel.getByRole('textbox', { name: /in your own words$/ }).fill(result)
  await panel.getByRole('button', { name: /^Tell / }).click()
  await expect(panel.getByRole('heading', { name: 'Told lately' })).toBeVisible()
  await expect(panel.getByText(promise)).toBeVisible()
}

async function customerReads(widget: Frame) {
  const read = widget.getByRole('button', { name: 'Read it' })
  const log = widget.getByRole('log')
  await expect(read.or(log).first()).toBeVisible()
  if (await read.isVisible()) await read.click()
  await expect(log).toContainText('Marit found a better way')
  await expect(log).toContainText(result)
  await expect(widget.getByText(/opened again|asked again/i), 'no new episode').toHaveCount(0)
}

async function customerSaysItHelped(widget: Frame) {
  const asked = widget.getByRole('group', { name: 'Did it help?' })
  await asked.getByRole('button', { name: 'Yes' }).click()
  await expect(asked.getByText('Thank you. Marit sees that it helped.')).toBeVisible()
  await expect(asked.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true')
}

/** A promise that was kept with its note, and that helped: both are on Marit's list. What they are worth is told elsewhere. */
async function thePointsOfIt(marit: Api) {
  const kinds = async () => (await marit.get<{ items: { kind: string }[] }>('/me/awards')).items.map(({ kind }) => kind)
  await expect.poll(kinds).toEqual(expect.arrayContaining(['follow_up', 'follow_up_helped']))
}

async function staffSeeIt(office: Page, k: Kenner) {
  await signsIn(office, k, k.login('admin'), '/manage/follow-ups')
  await office.getByRole('button', { name: 'Told' }).click()
  const row = office.getByRole('article').filter({ hasText: promise })
  await expect(row).toContainText(result)
  await expect(row).toContainText('it helped')
}
