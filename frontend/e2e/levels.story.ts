// Marit looks at what is missing, goes on a pause, comes back five weeks later and has a refresher. Her customer reads who
// answers: a customer of the brand who receives points, and what she owns. The second half is in Dutch.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, said, signsIn } from './people'

const question = 'My left side clicked when I pressed the bell button. Is it broken?'
const vraag = 'Mijn Wad 2 piept als ik hem opzet. Is hij stuk?'

test('what is missing, who answers, a pause and the way back', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/season')
    await sheReadsWhatIsMissing(work, marit)
    await work.getByRole('link', { name: 'Work' }).click()
    await work.getByRole('button', { name: words.en.start }).click()
    await aCustomerAsks(browser, work, k, 'en', [question, 'No, that is the pad.', 'Thank you.', 'Gladly.'])
    await shePauses(work, marit)
    await k.stop()
    await k.start('--clock', '+840h')
    await sheComesBackInDutch(work, k, marit)
    await aCustomerAsks(browser, work, k, 'nl', [vraag, 'Nee, zet hem even uit en aan.', 'Dat helpt.', 'Mooi.'])
    await herLevelIsOpenAgain(work, marit)
  } finally {
    await k.remove()
  }
})

interface Level {
  state: string
  openSeats: number
  missing: { measure: string; have: number; need: number; met: boolean }[]
}

const level = (api: Api) => api.get<Level>('/me/level')

async function sheReadsWhatIsMissing(work: Page, marit: Api) {
  await work.getByRole('link', { name: 'What is missing to the next level' }).click()
  await expect(work.getByRole('heading', { name: 'What is missing to Mentor' })).toBeVisible()
  const { missing } = await level(marit)
  const weeks = missing.find((each) => each.measure === 'weeks')
  const row = work.getByRole('listitem').filter({ hasText: 'Whole weeks in this level' })
  await expect(row).toContainText(`${weeks?.have} of 13`)
  await expect(row).toContainText(`${13 - (weeks?.have ?? 0)} to go`)
  await expect(work.getByText(`${missing.filter((each) => !each.met).length} things are missing.`)).toBeVisible()
  await looksAt(work, 'level')
}

const words = {
  en: {
    what: 'What would you like to know?',
    product: 'About which product?',
    about: 'What is it about?',
    reason: 'Two devices at once',
    send: 'Ask an expert',
    start: 'Start now',
    seat: 'Seat 1 is free: an offer',
    take: 'Take it',
    label: 'Customer of Noorder Audio, receives points',
    told: 'Marit is a customer of Noorder Audio, not staff, and receives points for helping.',
    owns: 'Marit has the Wad 2 and Terp; we checked.',
    expertWrites: /^Write to /,
    customerWrites: 'Write to Marit',
    close: 'Close with a reason',
    closed: /^Closed: /,
  },
  nl: {
    what: 'Wat wil je weten?',
    product: 'Over welk product?',
    about: 'Waar gaat het over?',
    reason: 'Twee apparaten tegelijk',
    send: 'Vraag een kenner',
    start: 'Nu beginnen',
    seat: 'Plek 1 is vrij: een aanbod',
    take: 'Ik neem hem',
    label: 'Klant van Noorder Audio, krijgt punten',
    told: 'Marit is klant van Noorder Audio, geen medewerker, en krijgt punten voor het helpen.',
    owns: 'Marit heeft zelf Wad 2 en Terp; dat is nagegaan.',
    expertWrites: /^Schrijf aan /,
    customerWrites: 'Schrijf aan Marit',
    close: 'Sluiten met een reden',
    closed: /^Gesloten: /,
  },
}

/** A whole conversation: who answers is written beside it from the first moment on. */
async function aCustomerAsks(browser: Browser, work: Page, k: Kenner, language: 'en' | 'nl', lines: string[]) {
  const say = words[language]
  const shop = await arrives(browser, { locale: language === 'nl' ? 'nl-NL' : 'en-GB' })
  await shop.goto(`${k.shop}/demo/`)
  const widget = await opensWidget(shop, k)
  await widget.getByLabel(say.what).fill(lines[0] ?? '')
  await widget.getByLabel(say.product).selectOption('Wad 2')
  await widget.getByLabel(say.about).selectOption(say.reason)
  await widget.getByRole('button', { name: say.send }).click()
  await work.getByRole('region', { name: say.seat }).getByRole('button', { name: say.take }).click()
  await expect(widget.getByText(say.label)).toBeVisible()
  await expect(widget.getByText(say.told)).toBeVisible()
  await expect(widget.getByText(say.owns)).toBeVisible()
  const sides = [
    { field: lane(work, 1).getByRole('textbox', { name: say.expertWrites }), other: widget },
    { field: widget.getByRole('textbox', { name: say.customerWrites }), other: lane(work, 1) },
  ]
  for (const [at, line] of lines.slice(1).entries()) {
    const side = sides[at % 2]
    await side?.field.fill(line)
    await side?.field.press('Enter')
    if (side) await expect(said(side.other, line)).toBeVisible()
  }
  await lane(work, 1).getByRole('button', { name: say.close }).click()
  await reasonIn(work.getByRole('dialog', { name: say.close }), say.reason).click()
  await expect(lane(work, 1).getByRole('heading', { name: say.closed })).toBeVisible()
  await shop.context().close()
}

async function shePauses(work: Page, marit: Api) {
  await work.getByRole('button', { name: 'You and your settings' }).click()
  await work.getByRole('menuitem', { name: 'Profile and time off' }).click()
  await expect(work.getByText('Customer of Noorder Audio, receives points')).toBeVisible()
  await looksAt(work, 'profile')
  await work.getByLabel('First day back').fill(in100Days())
  await work.getByRole('button', { name: 'Start the pause' }).click()
  await work.getByRole('dialog').getByRole('button', { name: 'Start the pause' }).click()
  await expect(work.getByRole('heading', { name: /^You are on a pause until / })).toBeVisible()
  expect((await level(marit)).state).toBe('paused')
}

const in100Days = () => new Date(Date.now() + 100 * 86_400_000).toISOString().slice(0, 10)

async function sheComesBackInDutch(work: Page, k: Kenner, marit: Api) {
  await work.goto(`${k.app}/season/level`)
  await work.getByRole('button', { name: 'You and your settings' }).click()
  await work.getByRole('menuitemradio', { name: 'Nederlands' }).click()
  await work.keyboard.press('Escape')
  await expect(work.getByRole('heading', { name: 'Wat ontbreekt tot Mentor' })).toBeVisible()
  await work.getByRole('button', { name: 'Ik ben er weer' }).click()
  await expect(work.getByRole('heading', { name: 'Je volgende gesprek is om weer in te komen' })).toBeVisible()
  expect((await level(marit)).openSeats).toBe(1)
  await work.getByRole('link', { name: 'Aan het werk' }).click()
  await work.getByRole('button', { name: words.nl.start }).click()
}

async function herLevelIsOpenAgain(work: Page, marit: Api) {
  await expect.poll(async () => (await level(marit)).openSeats).toBe(3)
  await work.getByRole('link', { name: 'Seizoen', exact: true }).click()
  await work.getByRole('link', { name: 'Wat ontbreekt tot het volgende niveau' }).click()
  await expect(work.getByRole('heading', { name: 'Wat ontbreekt tot Mentor' })).toBeVisible()
  await expect(work.getByRole('heading', { name: 'Je volgende gesprek is om weer in te komen' })).toBeHidden()
}
