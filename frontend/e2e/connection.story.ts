// Connections fail, and nothing is lost: a cut in the middle of a conversation, a proxy that lets no WebSocket through and then
// no stream either, two tabs of one expert, and the page that says what is wrong.
import { type Browser, type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, lane, said, signsIn } from './people'
import { Wire } from './wire'

const question = 'The left one crackles when I walk. Is that the cable?'
const down = /^The line is down/

interface Desk {
  k: Kenner
  wire: Wire
  work: Page
  chat: Page
  marit: Locator
  customer: Locator
}

/** Marit holds a customer's conversation, both at the far end of a wire. */
async function talking(browser: Browser, k: Kenner): Promise<Desk> {
  const wire = await Wire.to(k)
  const far = wire.at(k)
  const work = await arrives(browser)
  await signsIn(work, far, k.login('expert', 'marit'), '/work')
  await work.getByRole('button', { name: 'Start now' }).click()
  await expect(work.getByText('On duty')).toBeVisible()
  const chat = await arrives(browser, { viewport: { width: 480, height: 800 } })
  await chat.goto(`${far.app}/chat`)
  await chat.getByLabel('What would you like to know?').fill(question)
  await chat.getByRole('button', { name: 'Ask an expert' }).click()
  await work.getByRole('button', { name: 'Take it' }).click()
  const marit = lane(work, 1).getByRole('textbox', { name: /^Write to / })
  const customer = chat.getByRole('textbox', { name: 'Write to Marit' })
  await expect(customer).toBeVisible()
  await expect(marit, 'both have it before anything is cut').toBeVisible()
  return { k, wire, work, chat, marit, customer }
}

async function withDesk(browser: Browser, story: (desk: Desk) => Promise<void>) {
  const k = await Kenner.demo()
  let desk: Desk | undefined
  try {
    desk = await talking(browser, k)
    await story(desk)
  } finally {
    await desk?.wire.close()
    await k.remove()
  }
}

async function sends(field: Locator, text: string) {
  await field.fill(text)
  await field.press('Enter')
}

/** What a log shows of the texts that were written, in its order. */
async function shown(of: Page | Locator, texts: readonly string[]): Promise<string[]> {
  const all = (await of.getByRole('log').textContent()) ?? ''
  return texts
    .flatMap((text) => [...all.matchAll(new RegExp(text, 'g'))].map((match) => ({ text, at: match.index })))
    .sort((a, b) => a.at - b.at)
    .map(({ text }) => text)
}

test('thirty seconds without a network while both write: nothing is lost, nothing doubled', async ({ browser }) => {
  await withDesk(browser, async ({ wire, work, chat, marit, customer }) => {
    await sends(marit, 'Before the cut.')
    await expect(said(chat, 'Before the cut.')).toBeVisible()

    wire.cut()
    const cutAt = Date.now()
    for (const n of [1, 2, 3]) {
      await sends(marit, `Marit says ${n}.`)
      await sends(customer, `Customer says ${n}.`)
    }
    await marit.fill('Not yet sent')
    await customer.fill('Not sent either')
    await expect(work.getByRole('status').filter({ hasText: down })).toBeVisible()
    await expect(lane(work, 1).getByText('kept on this device')).toBeVisible()
    await expect(chat.getByText('kept on this device')).toBeVisible()
    await expect.poll(() => Date.now() - cutAt, { timeout: 60_000, intervals: [1_000] }).toBeGreaterThan(30_000)
    wire.mend()

    const texts = ['Before the cut.', ...[1, 2, 3].flatMap((n) => [`Marit says ${n}.`, `Customer says ${n}.`])]
    for (const side of [lane(work, 1), chat]) {
      await expect.poll(async () => (await shown(side, texts)).length, { timeout: 60_000 }).toBe(texts.length)
      for (const text of texts) await expect(said(side, text)).toHaveCount(1)
      for (const who of ['Marit', 'Customer']) {
        const said = (await shown(side, texts)).filter((text) => text.startsWith(who))
        expect(said, 'in the order in which they were written').toEqual([1, 2, 3].map((n) => `${who} says ${n}.`))
      }
    }
    expect(await shown(chat, texts), 'both sides read the same').toEqual(await shown(lane(work, 1), texts))
    await expect(lane(work, 1).getByText('kept on this device')).toHaveCount(0)
    await expect(chat.getByText('kept on this device')).toHaveCount(0)
    await expect(work.getByRole('status').filter({ hasText: down })).toHaveCount(0)
    await expect(marit).toHaveValue('Not yet sent')
    await expect(customer).toHaveValue('Not sent either')
    await expect(work.getByText('On duty'), 'half a minute is no absence').toBeVisible()
    await expect(lane(work, 1).getByText(/read$/).last()).toBeVisible()
  })
})

test('what was written without a network survives a closed browser', async ({ browser }) => {
  await withDesk(browser, async ({ wire, work, chat, marit, customer }) => {
    wire.cut()
    await sends(marit, 'Kept by Marit.')
    await sends(customer, 'Kept by the customer.')
    await expect(lane(work, 1).getByText('kept on this device')).toBeVisible()
    await expect(chat.getByText('kept on this device')).toBeVisible()
    const again: [BrowserContext, string][] = [
      [work.context(), work.url()],
      [chat.context(), chat.url()],
    ]
    await work.close()
    await chat.close()
    wire.mend()
    const pages: Page[] = []
    for (const [context, url] of again) {
      const page = await context.newPage()
      await page.goto(url)
      pages.push(page)
    }
    for (const page of pages) {
      await expect(said(page, 'Kept by Marit.')).toHaveCount(1)
      await expect(said(page, 'Kept by the customer.')).toHaveCount(1)
    }
  })
})

test('a proxy that blocks WebSockets, then streams: the same words come by another way, and back by the first', async ({
  browser,
}) => {
  await withDesk(browser, async ({ wire, work, chat, marit, customer }) => {
    await expect.poll(() => wire.lines('socket'), 'one for Marit, one for the customer').toBe(2)

    wire.block('socket')
    await expect.poll(() => wire.lines('stream'), { timeout: 60_000 }).toBe(2)
    expect(wire.lines('socket')).toBe(0)
    await sends(customer, 'By stream.')
    await expect(said(lane(work, 1), 'By stream.')).toBeVisible()
    await sends(marit, 'By stream too.')
    await expect(said(chat, 'By stream too.')).toBeVisible()

    wire.block('stream')
    const before = wire.polls
    await expect.poll(() => wire.polls - before, { timeout: 90_000 }).toBeGreaterThanOrEqual(4)
    await sends(customer, 'By poll.')
    await expect(said(lane(work, 1), 'By poll.')).toBeVisible()
    await sends(marit, 'By poll too.')
    await expect(said(chat, 'By poll too.')).toBeVisible()
    await expect(work.getByRole('status').filter({ hasText: down })).toHaveCount(0)

    wire.unblock()
    await expect.poll(() => wire.lines('socket'), { timeout: 120_000 }).toBe(2)
    await expect.poll(() => wire.lines('stream')).toBe(0)
    await sends(customer, 'By socket again.')
    await expect(said(lane(work, 1), 'By socket again.')).toBeVisible()
  })
})

test('two tabs have one connection, and the other takes over when its tab is closed', async ({ browser }) => {
  await withDesk(browser, async ({ wire, work, chat, customer }) => {
    await chat.getByRole('textbox').waitFor()
    await expect.poll(() => wire.lines('socket')).toBe(2)
    const second = await work.context().newPage()
    await second.goto(work.url())
    await sends(customer, 'Do both of you hear me?')
    for (const tab of [work, second]) await expect(said(lane(tab, 1), 'Do both of you hear me?')).toBeVisible()
    expect(wire.lines('socket'), 'still one for Marit').toBe(2)

    await work.close()
    await expect.poll(() => wire.lines('socket')).toBe(2)
    await sends(customer, 'And now?')
    await expect(said(lane(second, 1), 'And now?')).toBeVisible()
    await second.getByRole('button', { name: 'You and your settings' }).click()
    const third = await second.context().newPage()
    await third.goto(second.url())
    await expect(lane(third, 1)).toBeVisible()
    await second.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(third, 'who leaves in one tab has left in all').toHaveURL(/sign-in/)
    await expect.poll(() => wire.lines('socket'), 'only the customer is left').toBe(1)
  })
})

test('the connection check says in words what is in the way, signed in or not', async ({ browser }) => {
  const k = await Kenner.demo()
  const wire = await Wire.to(k)
  try {
    const page = await arrives(browser)
    await page.goto(`${wire.at(k).app}/connection`)
    await expect(page.getByText('Everything you need works.')).toBeVisible()
    await expect(page.getByRole('listitem')).toHaveCount(8)
    await expect(page.locator('code')).toContainText(/socket +good/)

    wire.block('socket')
    await page.getByRole('button', { name: 'Test again' }).click()
    await expect(page.getByText('It works, by a detour. You can work as always.')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Live line' })).toContainText('company proxy')

    wire.cut()
    await page.getByRole('button', { name: 'Nederlands' }).click()
    await page.getByRole('button', { name: 'Opnieuw testen' }).click()
    await expect(page.getByText('Er zit iets in de weg. Hieronder staat wat, en wat helpt.')).toBeVisible()
    await expect(page.getByRole('listitem').first()).toContainText('Geen antwoord')
  } finally {
    await wire.close()
    await k.remove()
  }
})

test('an expert who vanishes gives back, and is told kindly', async ({ browser }) => {
  await withDesk(browser, async ({ k, wire, work, chat }) => {
    const manager = await Api.as(k, k.login('admin'))
    const status = async () =>
      (await manager.get<{ items: { question: string; status: string }[] }>('/conversations?limit=5')).items.find(
        (each) => each.question === question,
      )?.status
    expect(await status()).toBe('assigned')
    const url = work.url()
    const context = work.context()
    await work.close()
    await expect.poll(status, { timeout: 120_000, intervals: [2_000] }).not.toBe('assigned')
    expect(wire.lines('socket'), 'the customer is still there').toBe(1)
    await expect(chat.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
    const back = await context.newPage()
    await back.goto(url)
    await expect(back.getByText('Good to see you again')).toBeVisible()
    await back.getByRole('button', { name: 'Start again' }).click()
    await expect(back.getByText('Good to see you again')).toHaveCount(0)
    await expect(back.getByText('On duty')).toBeVisible()
  })
})
