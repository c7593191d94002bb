// Every screen, as different people see it: light and dark, desk and phone, English and Dutch, with a keyboard alone. Nothing
// scrolls sideways, nothing is out of reach, nothing is written to the console, and nothing goes to a stranger.
import { type Browser, type BrowserContextOptions, expect, type Locator, type Page, test } from '@playwright/test'
import { Api } from './api'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, signsIn, tabsTo } from './people'

const speech = {
  en: {
    locale: 'en-GB',
    start: 'Start now',
    close: 'Close with a reason',
    take: 'Take it',
    ask: 'Ask an expert',
    me: 'You and your settings',
    stop: 'Stop for now',
    yes: 'Yes',
    write: /^Write to /,
    next: 'Next step',
    handOver: 'Hand over',
    promise: 'Promise an answer',
    allKeys: 'All keys',
    leave: /^Leave it, we answer by /,
    device: 'Continue on another device',
    makeKey: 'Make a key',
    makeLink: 'Make a link',
    wall: 'Which wall',
    more: 'More',
    chats: 'Chats',
  },
  nl: {
    locale: 'nl-NL',
    start: 'Nu beginnen',
    close: 'Sluiten met een reden',
    take: 'Ik neem hem',
    ask: 'Vraag een kenner',
    me: 'Jij en je instellingen',
    stop: 'Stoppen voor nu',
    yes: 'Ja',
    write: /^Schrijf aan /,
    next: 'Volgende stap',
    handOver: 'Overdragen',
    promise: 'Beloof een antwoord',
    allKeys: 'Alle toetsen',
    leave: /^Laat het hier, we antwoorden uiterlijk /,
    device: 'Ga verder op een ander apparaat',
    makeKey: 'Maak een sleutel',
    makeLink: 'Link maken',
    wall: 'Welke wand',
    more: 'Meer',
    chats: 'Gesprekken',
  },
} as const
type Language = keyof typeof speech

let k: Kenner
test.beforeAll(async () => {
  k = await Kenner.demo('--limits', 'off')
})
test.afterAll(() => k.remove())

for (const language of ['en', 'nl'] as const) {
  const words = speech[language]
  const options: BrowserContextOptions = { locale: words.locale, reducedMotion: 'reduce' }

  test(`the doors (${language})`, async ({ browser }) => {
    const page = await arrives(browser, options)
    const heard = listens(page.context(), k)
    await visits(page, '/sign-in', 'sign-in', language)
    await visits(page, '/connection', 'connection', language)
    const admin = await Api.as(k, k.login('admin'))
    const { items } = await admin.get<{ items: { id: string; email: string }[] }>('/people?role=expert&limit=100')
    const ruben = items.find((person) => person.email.startsWith('ruben'))
    const { link } = await admin.post<{ link: string }>(`/people/${ruben?.id}/invitations`, {})
    await visits(page, link.slice(k.app.length), 'invite', language)
    expect(heard).toEqual([])

    const first = await Kenner.serve()
    try {
      const fresh = await arrives(browser, options)
      const heardThere = listens(fresh.context(), first)
      await fresh.goto(String(first.ready.setup))
      await looks(fresh, 'setup', language)
      expect(heardThere).toEqual([])
      await fresh.context().close()
    } finally {
      await first.remove()
    }
  })

  test(`the chat on a page of its own (${language})`, async ({ browser }) => {
    const page = await arrives(browser, options)
    const heard = listens(page.context(), k)
    await page.goto(`${k.app}/chat`)
    await expect(page.getByRole('combobox').first()).toBeVisible()
    await looks(page, 'chat-page', language)
    await page.getByRole('textbox').fill('Can the Terp stand in a bathroom?')
    await page.getByRole('button', { name: words.ask }).click()
    await expect(page.locator('.place')).toBeVisible()
    await looks(page, 'chat-queue', language)
    await page.getByRole('button', { name: words.leave }).click()
    await expect(page.getByRole('button', { name: words.leave })).toHaveCount(0)
    await looks(page, 'chat-left', language)
    await page.getByRole('button', { name: words.device }).click()
    const link = page.locator('input[readonly]')
    await expect(link).toBeVisible()
    await looks(page, 'chat-device', language)
    const there = await arrives(browser, options)
    await there.goto(await link.inputValue())
    await expect(there.getByRole('button').first()).toBeVisible()
    await looks(there, 'chat-arrives', language)
    expect(heard).toEqual([])
    await there.context().close()
    await page.context().close()
  })

  test(`an expert's pages (${language})`, async ({ browser }) => {
    const { page, heard } = await insider(browser, 'femke', language)
    for (const path of ['/work', '/questions', '/season', '/shop', '/board', '/alumni', '/offers', '/connection']) {
      await visits(page, path, path.slice(1), language)
    }
    await page.goto(`${k.app}/work`)
    await page.getByRole('button', { name: words.me }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await looksAt(page, `work-menu-${language}`, page, true)
    expect(heard).toEqual([])
  })

  test(`one conversation from both sides (${language})`, async ({ browser }) => {
    const { page: work, heard } = await insider(browser, 'marit', language)
    await work.goto(`${k.app}/work`)
    const shop = await arrives(browser, options)
    const heardThere = listens(shop.context(), k)
    await shop.goto(`${k.shop}/demo/`)
    await looks(shop, 'shop-page', language)
    const widget = await opensWidget(shop, k)
    const look = (name: string) => looksAt(shop, `widget-${name}-${language}`, widget)
    await look('ask')
    await widget.getByRole('textbox').fill('My left one clicked when I pressed the call button. Did I break it?')
    await widget.getByRole('combobox').first().selectOption('Wad 2')
    await widget.getByRole('button', { name: words.ask }).click()
    await expect(widget.locator('.place')).toBeVisible()
    await look('queue')

    await work.getByRole('button', { name: words.start }).click()
    const take = lane(work, 1).getByRole('button', { name: words.take })
    await expect(take).toBeVisible()
    await looks(work, 'work-offer', language)
    await take.click()
    await expect(lane(work, 1).getByRole('log')).toBeVisible()
    await sends(
      lane(work, 1).getByRole('textbox', { name: words.write }),
      'No, that click is the pad. Press the right one the same way.',
    )
    await expect(widget.getByRole('log')).toContainText('that click is the pad')
    await sends(widget.getByRole('textbox'), 'Both sit level now.')
    await expect(lane(work, 1).getByRole('log')).toContainText('Both sit level now.')
    await looks(work, 'work-chat', language)
    await look('chat')
    await besideTheChat(work, language)
    await lane(work, 1).getByRole('button', { name: words.close }).click()
    await expect(work.getByRole('dialog')).toBeVisible()
    await looks(work, 'work-closing', language)
    await work.getByRole('dialog').getByRole('button').first().click()
    await expect(widget.locator('.solved')).toBeVisible()
    await look('closed')
    await widget.locator('.solved').getByRole('button', { name: words.yes }).click()
    await expect(widget.locator('form.rate')).toBeVisible()
    await widget.getByRole('radio', { name: /^4/ }).check({ force: true })
    await look('rate')
    await widget.locator('.chips label').first().click()
    await widget.locator('button[type=submit]').click()
    await expect(widget.locator('.thanks')).toBeVisible()
    await look('thanks')
    await work.getByRole('button', { name: words.stop }).click()
    await expect(work.getByRole('button', { name: words.start })).toBeVisible()
    expect([...heard, ...heardThere]).toEqual([])
    await work.context().close()
    await shop.context().close()
  })

  test(`a manager's pages (${language})`, async ({ browser }) => {
    const { page, heard } = await insider(browser, 'ilse', language)
    await forTheTeam(language)
    await visits(page, '/manage/desk', 'manage-desk', language)
    await page.locator('main a[href^="/manage/desk/"]').first().click()
    await expect(page.getByRole('log')).toBeVisible()
    await looks(page, 'manage-desk-one', language)
    await page.setViewportSize({ width: 360, height: 780 })
    await page.getByRole('button', { name: words.more }).click()
    await looksAt(page, `manage-more-${language}`, page, true)
    await page.setViewportSize({ width: 360, height: 780 })
    await page.getByRole('link', { name: words.chats }).click()
    await expect(page).toHaveURL(`${k.app}/manage/conversations`)
    await expect(page.getByRole('link', { name: words.chats }), 'the sheet is gone').toHaveCount(0)
    for (const name of ['experts', 'conversations', 'rewards', 'products', 'facts', 'reasons']) {
      await visits(page, `/manage/${name}`, `manage-${name}`, language)
      await page.locator(`main a[href^="/manage/${name}/"]:not([href*="/new"])`).first().click()
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      await looks(page, `manage-${name}-one`, language)
    }
    for (const name of [
      'experts/new',
      'rewards/new',
      'products/new',
      'facts/new',
      'reasons/new',
      'live',
      'follow-ups',
      'redemptions',
      'hours',
      'people',
    ]) {
      await visits(page, `/manage/${name}`, `manage-${name}`, language)
    }
    await page.goto(`${k.app}/manage/screens`)
    await page.getByLabel(words.wall).fill('Kantine')
    await page.getByRole('button', { name: words.makeLink }).click()
    await expect(page.getByRole('status').filter({ hasText: 'Kantine' })).toBeVisible()
    await looks(page, 'manage-screens', language)
    await page.goto(`${k.app}/manage/settings`)
    await page.getByRole('button', { name: words.makeKey }).click()
    await expect(page.getByText(/idk_/).first()).toBeVisible()
    await looks(page, 'manage-settings', language)
    expect(heard).toEqual([])
  })
}

test('an expert works with a keyboard alone', async ({ browser }) => {
  const { page } = await insider(browser, 'youssef', 'en')
  await page.goto(`${k.app}/work`)
  await tabsTo(page, page.getByRole('button', { name: 'Start now' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('On duty')).toBeVisible()

  const customer = await arrives(browser)
  await customer.goto(`${k.app}/chat`)
  await customer.getByLabel('What would you like to know?').fill('How do I pair a second phone?')
  await customer.keyboard.press('Tab')
  await tabsTo(customer, customer.getByRole('button', { name: 'Ask an expert' }))
  await customer.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Would you take this?' })).toBeVisible()
  await page.keyboard.press('Alt+y')
  await expect(lane(page, 1).getByRole('log')).toContainText('How do I pair a second phone?')
  await page.keyboard.press('Alt+1')
  await expect(lane(page, 1).getByRole('textbox', { name: speech.en.write })).toBeFocused()
  await page.keyboard.type('Hold the button for five seconds.')
  await page.keyboard.press('Enter')
  await expect(customer.getByRole('log')).toContainText('Hold the button for five seconds.')
  await page.keyboard.press('Alt+c')
  const card = page.getByRole('dialog', { name: 'Close with a reason' })
  await expect(card).toBeVisible()
  await tabsTo(page, reasonIn(card, 'Pairing'))
  await page.keyboard.press('Enter')
  await expect(lane(page, 1).getByRole('heading', { name: /^Closed: / })).toBeVisible()
  await expect(customer.getByRole('heading', { name: 'Thank you' })).toBeVisible()
})

/** Somebody of the house, signed in, with their screens in this language. */
async function insider(browser: Browser, name: string, language: Language) {
  const login = k.ready.logins.find((one) => one.email.startsWith(name))
  if (!login) throw new Error(`nobody is called ${name}`)
  const me = await Api.as(k, login)
  await me.patch('/me', { language })
  const page = await arrives(browser, { locale: speech[language].locale, reducedMotion: 'reduce' })
  const heard = listens(page.context(), k)
  await signsIn(page, k, login, login.role === 'expert' ? '/work' : '/manage/experts', language)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  return { page, heard }
}

/** What opens beside a conversation: keys, facts, the form that hands over, the form that promises. */
async function besideTheChat(work: Page, language: Language) {
  const words = speech[language]
  await work.getByRole('button', { name: words.allKeys }).click()
  await expect(work.getByRole('dialog')).toBeVisible()
  await looks(work, 'work-keys', language)
  await work.keyboard.press('Escape')
  await work.keyboard.press('Alt+f')
  await expect(work.getByRole('searchbox')).toBeVisible()
  await looksAt(work, `work-facts-${language}`, work, true)
  await work.keyboard.press('Escape')
  await lane(work, 1).getByRole('button', { name: words.handOver }).click()
  await expect(work.getByRole('dialog').getByRole('radio').first()).toBeAttached()
  await looks(work, 'work-hand-over', language)
  await work.keyboard.press('Escape')
  await lane(work, 1).getByRole('button', { name: words.promise }).click()
  await expect(lane(work, 1).getByRole('radio').first()).toBeAttached()
  await looks(work, 'work-promise', language)
  await work.setViewportSize({ width: 360, height: 780 })
  await lane(work, 1).getByRole('button', { name: words.next }).click()
  const close = lane(work, 1).getByRole('button', { name: words.close })
  await close.last().scrollIntoViewIfNeeded()
  await looks(work, 'work-fold', language)
  await work.setViewportSize({ width: 360, height: 780 })
  await close.last().click()
  await expect(work.getByRole('dialog')).toBeVisible()
  await looks(work, 'work-fold-closing', language)
  await work.keyboard.press('Escape')
}

/** Somebody asks what only the team may decide about. */
async function forTheTeam(language: Language) {
  const visitor = await Api.visitor(k, 'Amina', language)
  const admin = await Api.as(k, k.login('admin'))
  const { items } = await admin.get<{ items: { id: string; staffTopic?: string }[] }>('/contact-reasons')
  const reasonId = items.find((each) => each.staffTopic)?.id
  const question = 'I paid twice for the same pads. Can I have one of the two back?'
  await visitor.post('/conversations', { question, language, reasonId })
}

const looks = (page: Page, name: string, language: Language) => looksAt(page, `${name}-${language}`)

async function visits(page: Page, path: string, name: string, language: Language) {
  await page.goto(k.app + path)
  await expect(page.getByRole('heading').first()).toBeVisible()
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  await looks(page, name, language)
}

async function sends(field: Locator, text: string) {
  await field.fill(text)
  await field.press('Enter')
}
