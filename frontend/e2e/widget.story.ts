// The widget under bad weather. Nothing that a customer wrote is lost or said twice: not without a network, not when the page
// is loaded again, not when the server is killed in the middle of a sentence.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, said, signsIn, tabsTo, widgetOn } from './people'

const words = {
  question: 'Does the Wad 2 keep two phones at once?',
  first: 'One is for work.',
  second: 'The other is mine.',
  third: 'Both are old.',
}

test.describe('the widget', () => {
  let k: Kenner
  test.beforeAll(async () => {
    k = await Kenner.demo()
  })
  test.afterAll(() => k.remove())

  test('keeps what is written without a network and sends it in order, once', async ({ browser }) => {
    const { shop, widget } = await asks(await arrives(browser), words.question)
    await shop.context().setOffline(true)
    await expect(widget.getByText("You're offline.")).toBeVisible()
    for (const text of [words.first, words.second, words.third]) await adds(widget, text)
    await expect(widget.getByText('kept on this device', { exact: true })).toBeVisible()
    await shop.context().setOffline(false)
    await expect(widget.getByText("You're offline.")).toHaveCount(0)
    await expect(widget.getByText('kept on this device', { exact: true })).toHaveCount(0)
    const mine = [words.question, words.first, words.second, words.third]
    await expect.poll(() => bubbles(widget)).toEqual(mine)

    await shop.reload()
    const again = await opensWidget(shop, k)
    await expect.poll(() => bubbles(again), 'a reload keeps the conversation').toEqual(mine)

    const tab = await shop.context().newPage()
    await tab.goto(`${k.shop}/demo/wad-2.html`)
    const second = await opensWidget(tab, k)
    await expect.poll(() => bubbles(second), 'a second tab sees the same').toEqual(mine)
    await adds(second, 'Written in the second tab.')
    await expect.poll(() => bubbles(again)).toEqual([...mine, 'Written in the second tab.'])
    await takesBack(second)
  })

  test('loses nothing when the server is killed in the middle', async ({ browser }) => {
    const { work, widget } = await withMarit(browser, 'Which cable does the Terp need?')
    const field = lane(work, 1).getByRole('textbox', { name: /^Write to / })
    await sends(field, 'USB-C, any of them.')
    await expect(said(widget, 'USB-C, any of them.')).toBeVisible()
    await adds(widget, 'Thank you, and for the record player?')
    await expect(said(lane(work, 1), 'Thank you, and for the record player?')).toBeVisible()

    await k.stop('SIGKILL')
    await expect(work.getByText('The line is down.', { exact: false })).toBeVisible()
    await sends(field, 'A phono cable.')
    await expect(lane(work, 1).getByText('kept on this device', { exact: true })).toBeVisible()
    await adds(widget, 'Are you there?')
    await k.start()

    const all = [
      'Which cable does the Terp need?',
      'USB-C, any of them.',
      'Thank you, and for the record player?',
      'A phono cable.',
      'Are you there?',
    ]
    for (const text of all) {
      await expect(said(widget, text), 'once for the customer').toHaveCount(1, { timeout: 30_000 })
      await expect(said(lane(work, 1), text), 'once for Marit').toHaveCount(1, { timeout: 30_000 })
    }
    await expect(lane(work, 1).getByText('kept on this device', { exact: true })).toHaveCount(0)
    await closes(work)
    await work.context().close()
  })

  test('hears what was written while it was away', async ({ browser }) => {
    const { work, shop, widget } = await withMarit(browser, 'How long does a charge last?')
    await shop.context().setOffline(true)
    await expect(widget.getByText("You're offline.")).toBeVisible()
    const field = lane(work, 1).getByRole('textbox', { name: /^Write to / })
    await sends(field, 'Thirty-six hours.')
    await sends(field, 'A little less when it is cold.')
    await expect(said(widget, 'Thirty-six hours.')).toHaveCount(0)
    await shop.context().setOffline(false)
    await expect(said(widget, 'Thirty-six hours.')).toHaveCount(1, { timeout: 30_000 })
    await expect(said(widget, 'A little less when it is cold.')).toHaveCount(1)
    await closes(work)

    await expect(widget.getByText('Write again and it opens again.')).toBeVisible()
    await adds(widget, 'One more thing.')
    await expect(lane(work, 1).getByRole('heading', { name: 'Would you take this?' })).toBeVisible()
    await lane(work, 1).getByRole('button', { name: 'Take it' }).click()
    await expect(said(lane(work, 1), 'One more thing.')).toBeVisible()
    await expect(said(widget, 'Open again')).toBeVisible()
    await sends(field, 'Ask away.')
    await closes(work)
    await threeStars(widget)
    await work.context().close()
  })

  test('closes by Escape and gives the focus back to its launcher', async ({ browser }) => {
    const shop = await arrives(browser)
    await shop.goto(`${k.shop}/demo/`)
    const chat = shop.locator('kenner-chat')
    await tabsTo(shop, chat)
    await shop.keyboard.press('Enter')
    const widget = await widgetOn(shop, k)
    await expect(chat).toHaveAttribute('open')
    await expect(widget.getByLabel('What would you like to know?')).toBeFocused()
    await shop.keyboard.press('Escape')
    await expect(chat).not.toHaveAttribute('open')
    await expect(chat).toBeFocused()
    await shop.keyboard.press('Enter')
    await expect(chat, 'it is the launcher that has the focus').toHaveAttribute('open')
  })

  test('is framed by nobody who is not allowed to', async ({ browser }) => {
    const page = await arrives(browser)
    const stranger = createServer((_, answer) => {
      answer.setHeader('Content-Type', 'text/html')
      answer.end(`<iframe src="${k.app}/widget"></iframe>`)
    })
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done))
    const { port } = stranger.address() as AddressInfo
    const refused = page.waitForEvent('console', (line) => line.text().includes('frame-ancestors'))
    await page.goto(`http://127.0.0.1:${port}/`)
    await refused
    stranger.close()
    const answer = await page.request.get(`${k.app}/widget`)
    expect(answer.headers()['content-security-policy']).toContain(`frame-ancestors 'self'`)
  })

  /** A customer comes to the shop and asks. */
  async function asks(shop: Page, question: string) {
    await shop.goto(`${k.shop}/demo/`)
    const widget = await opensWidget(shop, k)
    await widget.getByLabel('What would you like to know?').fill(question)
    await widget.getByRole('button', { name: 'Ask an expert' }).click()
    await expect(widget.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
    return { shop, widget }
  }

  /** A customer asks, and Marit takes it. */
  async function withMarit(browser: Parameters<typeof arrives>[0], question: string) {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    await marit.put('/me/presence', { state: 'available' })
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    const { shop, widget } = await asks(await arrives(browser), question)
    await lane(work, 1).getByRole('button', { name: 'Take it' }).click()
    await expect(said(lane(work, 1), question)).toBeVisible()
    await expect(widget.getByRole('heading', { name: 'Marit' })).toBeVisible()
    return { work, shop, widget }
  }
})

/** The customer's own words, in order. */
const bubbles = async (widget: Frame) =>
  (await widget.locator('.msg.me').allTextContents()).map((text) => text.replace(/^You: /, ''))

async function adds(widget: Frame, text: string) {
  await sends(widget.getByRole('textbox').last(), text)
}

async function sends(field: ReturnType<typeof lane>, text: string) {
  await field.fill(text)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}

async function takesBack(widget: Frame) {
  await widget.getByRole('button', { name: 'I no longer need this' }).click()
  await widget.getByRole('button', { name: 'Take it back' }).click()
  await expect(widget.getByText('Your question is taken back.', { exact: false })).toBeVisible()
}

async function closes(work: Page) {
  await lane(work, 1).getByRole('button', { name: 'Close with a reason' }).click()
  await reasonIn(work.getByRole('dialog'), 'Battery life').click()
  await expect(lane(work, 1).getByRole('heading', { name: /^Closed: / })).toBeVisible()
}

/** Three stars ask what held it back, and want an answer. */
async function threeStars(widget: Frame) {
  await widget.getByRole('region', { name: 'Is it solved?' }).getByRole('button', { name: 'Partly' }).click()
  await widget.getByRole('radio', { name: '3 stars' }).check({ force: true })
  await expect(widget.getByRole('group', { name: 'What held it back?' })).toBeVisible()
  await widget.getByRole('button', { name: 'Send' }).click()
  await expect(widget.getByRole('alert')).toHaveText('Say what held it back.')
  await widget.getByText('Delivery', { exact: true }).click()
  await expect(
    widget.getByText("A cause outside Marit's hands never lowers Marit's score.", { exact: false }),
  ).toBeVisible()
  await widget.getByRole('button', { name: 'Send' }).click()
  await expect(widget.getByText('Your words arrived')).toBeVisible()
  await expect(widget.getByRole('img', { name: '3 stars' })).toBeVisible()
}
