// Customers whom the shop vouches for: they find their chat on every device, nobody else sees it, and a link goes on elsewhere.
import { expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, opensWidget, signsIn, widgetOn } from './people'

const question = 'Which pads fit my Kwelder?'

test.describe('customers who are signed in to the shop', () => {
  let k: Kenner
  test.beforeAll(async () => {
    k = await Kenner.demo()
  })
  test.afterAll(() => k.remove())

  test('are asked, once, to help others after an answer that was good', async ({ browser }) => {
    const laptop = await arrives(browser)
    await laptop.goto(`${k.shop}/demo/`)
    await signsInToShop(laptop, 'Noor Haddad')
    const widget = await opensWidget(laptop, k)
    await asks(widget, 'Do the oak ones fit?')
    await maritAnswers(k)
    await widget.getByRole('region', { name: 'Is it solved?' }).getByRole('button', { name: 'Yes' }).click()
    await widget.getByRole('radio', { name: '5 stars' }).check({ force: true })
    await widget.getByRole('button', { name: 'Send' }).click()
    const link = widget.getByRole('link', { name: 'Read about it' })
    await expect(link).toBeVisible()
    const asked = await arrives(browser)
    await asked.goto(String(await link.getAttribute('href')))
    await expect(asked.locator('.greeting'), 'it is a personal invitation').toBeVisible()
    await widget.getByRole('button', { name: 'No, thank you' }).click()
    await expect(widget.getByText('All right. Nobody asks you again.')).toBeVisible()
    await asked.reload()
    await expect(asked.getByRole('button', { name: 'Send my application' })).toHaveCount(0)
  })

  test('find their chat on every device, and nobody else does', async ({ browser }) => {
    const laptop = await arrives(browser)
    await laptop.goto(`${k.shop}/demo/`)
    const widget = await opensWidget(laptop, k)
    await asks(widget, question)
    await signsInToShop(laptop, 'Fenna de Vries')
    await expect(
      widget.getByRole('heading', { name: 'An expert is coming' }),
      'what was asked before stays',
    ).toBeVisible()
    await adds(widget, 'They are two years old.')

    const phone = await arrives(browser, { viewport: { width: 390, height: 844 } })
    await phone.goto(`${k.shop}/demo/`)
    await signsInToShop(phone, 'Fenna de Vries')
    const there = await opensWidget(phone, k)
    await expect(there.getByText(question)).toBeVisible()
    await expect(there.getByText('They are two years old.')).toBeVisible()

    const manager = await Api.as(k, k.login('manager'))
    const { items } = await manager.get<{
      items: { question: string; customer: { name: string; verified: boolean } }[]
    }>('/conversations?limit=1')
    expect(items[0]).toMatchObject({ question, customer: { name: 'Fenna de Vries', verified: true } })

    await phone.keyboard.press('Escape')
    await signsInToShop(phone, 'Jelle Bakker')
    const jelles = await opensWidget(phone, k)
    await expect(jelles.getByText('Signed in as Jelle Bakker')).toBeVisible()
    await expect(jelles.getByLabel('What would you like to know?')).toHaveValue('')
    await expect(jelles.getByText(question)).toHaveCount(0)
    await adds(widget, 'From the oak ones.')
    await expect(jelles.getByText('From the oak ones.')).toHaveCount(0)
    const kept = await jelles.evaluate(() => JSON.stringify(localStorage))
    expect(kept).not.toContain('oak')
    expect(kept).not.toContain('pads')

    await phone.reload()
    const again = await opensWidget(phone, k)
    await expect(again.getByText('Signed in as Jelle Bakker')).toBeVisible()
    await phone.keyboard.press('Escape')
    await signsOutOfShop(phone)
    const nobody = await opensWidget(phone, k)
    await expect(nobody.getByLabel('What would you like to know?')).toBeVisible()
    await expect(nobody.getByText('Signed in as', { exact: false })).toHaveCount(0)
  })

  test('go on with on another device by a link that works once', async ({ browser }) => {
    const laptop = await arrives(browser)
    await laptop.goto(`${k.shop}/demo/terp.html`)
    const widget = await opensWidget(laptop, k)
    await asks(widget, 'Does the Terp hum?')
    await widget.getByRole('button', { name: 'Continue on another device' }).click()
    await expect(widget.getByRole('img', { name: 'Code to scan with the other device' })).toBeVisible()
    const link = await widget.getByLabel('Your link').inputValue()
    expect(link).toMatch(new RegExp(`^${k.app}/chat#token=[\\w-]{43}$`))

    const asked: string[] = []
    const phone = await arrives(browser, { viewport: { width: 360, height: 740 } })
    phone.on('request', (request) => asked.push(request.url()))
    await phone.goto(link)
    await expect(phone.getByRole('heading', { name: 'Continue here?' })).toBeVisible()
    await expect(phone, 'the secret leaves the address').toHaveURL(`${k.app}/chat`)
    await phone.getByRole('button', { name: 'Continue here' }).click()
    await expect(phone.getByText('Does the Terp hum?')).toBeVisible()
    expect(asked.filter((url) => url.includes('token') || !url.startsWith(k.app))).toEqual([])

    await widget.getByRole('button', { name: 'Back' }).click()
    await adds(widget, 'Only at night.')
    await expect(phone.getByText('Only at night.')).toBeVisible()

    const late = await arrives(browser)
    await late.goto(link)
    await late.getByRole('button', { name: 'Continue here' }).click()
    await expect(late.getByRole('alert')).toContainText('This link was used before or is too old.')
    await late.getByRole('button', { name: 'Back' }).click()
    await expect(late.getByLabel('What would you like to know?')).toBeVisible()
  })

  test('are known by keys that an admin makes and a checker that says what is wrong', async ({ browser }) => {
    const page = await arrives(browser)
    await signsIn(page, k, k.login('admin'), '/manage/settings')
    const card = page.getByRole('region', { name: 'Signed-in customers' })
    await card.getByRole('button', { name: 'Make a key' }).click()
    await expect(card.getByText(/^The secret of idk_/)).toBeVisible()
    const token = await (await page.request.get(`${k.shop}/demo/identity?who=noor`)).text()
    await card.getByLabel('Identity token').fill(token)
    await card.getByRole('button', { name: 'Look at it' }).click()
    await expect(card.getByText('This token signs Noor Haddad in.')).toBeVisible()
    await card.getByLabel('Identity token').fill(`${token.slice(0, -6)}AAAAAA`)
    await card.getByRole('button', { name: 'Look at it' }).click()
    await expect(card.getByText('This token signs nobody in: 1 thing is wrong.')).toBeVisible()
    const manager = await arrives(browser)
    await signsIn(manager, k, k.login('manager'), '/manage/settings')
    await expect(manager.getByLabel('Naam', { exact: true }), 'Hidde reads Dutch').toBeVisible()
    await expect(manager.getByRole('region', { name: 'Ingelogde klanten' })).toHaveCount(0)
  })

  /** Uses the shop's own menu; the chat hears of it by itself. */
  async function signsInToShop(shop: Page, name: string) {
    await opensAccount(shop)
    await shop.getByRole('button', { name }).click()
    await expect(shop.locator('.account summary')).toHaveText(name)
    const open = shop.frames().find((frame) => frame.url().startsWith(`${k.app}/widget`))
    if (open) await expect.poll(() => open.evaluate(() => localStorage.getItem('kenner.who'))).toContain(name)
  }

  async function signsOutOfShop(shop: Page) {
    await opensAccount(shop)
    await shop.getByRole('button', { name: 'Sign out' }).click()
    const frame = await widgetOn(shop, k)
    await expect.poll(() => frame.evaluate(() => localStorage.getItem('kenner.who'))).toBeNull()
  }
})

/** Marit takes the one question that waits, answers it, closes it and goes away again. */
async function maritAnswers(k: Kenner) {
  const marit = await Api.as(k, k.login('expert', 'marit'))
  await marit.put('/me/presence', { state: 'available' })
  const offers = () => marit.get<{ items: { id: string; conversationId: string }[] }>('/me/offers')
  await expect.poll(async () => (await offers()).items.length).toBe(1)
  const [offer] = (await offers()).items
  await marit.post(`/offers/${offer?.id}/acceptances`, {})
  const path = `/conversations/${offer?.conversationId}`
  await marit.post(`${path}/messages`, { clientId: 'answer', text: 'They do: press until it clicks.' })
  const { items } = await marit.get<{ items: { id: string; name: string }[] }>('/contact-reasons')
  const reason = items.find(({ name }) => name === 'Two devices at once')
  await marit.post(`${path}/closures`, { outcome: 'solved', reasonId: reason?.id })
  await marit.put('/me/presence', { state: 'away' })
}

/** A click in the frame in which the chat closes may still go to the chat, which lay over the menu on a phone. */
async function opensAccount(shop: Page) {
  const account = shop.locator('.account')
  await expect(async () => {
    if ((await account.getAttribute('open')) === null) await account.locator('summary').click()
    await expect(account).toHaveAttribute('open', '', { timeout: 1000 })
  }).toPass()
}

async function asks(widget: Frame, text: string) {
  await widget.getByLabel('What would you like to know?').fill(text)
  await widget.getByRole('button', { name: 'Ask an expert' }).click()
  await expect(widget.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
}

async function adds(widget: Frame, text: string) {
  const field = widget.getByRole('textbox').last()
  await field.fill(text)
  await field.press('Enter')
  await expect(field).toHaveValue('')
}
