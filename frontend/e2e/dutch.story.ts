// The same way from the question to the parcel, in Dutch on both sides. The customer's browser speaks Dutch, so the widget
// does; Marit signs in on an English screen and chooses Dutch there. Figures are written as the Dutch write them.
import { expect, type Frame, type Page, test } from '@playwright/test'
import { Api, settledOf, worthOf } from './api'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, said, signsIn, writes } from './people'

const question = 'Mijn linkerkant klikte toen ik op de belknop drukte. Is hij stuk?'
const answer = 'Nee, die klik is het kussen. Druk de rechter op dezelfde manier in.'
const thanks = 'Ze zitten weer gelijk, dank je.'
const more = 'Mooi. Houd de knop vijf tellen vast als het ooit terugkomt.'
const reward = 'Kaart van de kust'
const price = 15

test('een vraag wordt gesteld, beantwoord, bedankt, beloond en ingewisseld', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const manager = await Api.as(k, k.login('manager'))
    await manager.post('/rewards', {
      name: reward,
      description: 'De vuurtoren, in juli.',
      picture: 'sticker',
      price,
      stock: 1200,
    })
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    await choosesDutch(work)
    const shop = await arrives(browser, { locale: 'nl-NL' })
    await shop.goto(`${k.shop}/demo/`)
    const widget = await opensWidget(shop, k)
    await customerAsks(widget)
    await maritTakes(work)
    await theyTalk(work, widget)
    await k.stop()
    await k.start('--clock', '+2m') // een minuut is het minste voor een gesprek dat punten oplevert
    const start = await marit.points()
    const settled = await settledOf(marit)
    const field = lane(work, 1).getByRole('textbox', { name: /^Schrijf aan / })
    await field.fill(more)
    await field.press('Enter')
    await expect(said(widget, more)).toBeVisible()
    await maritClosesAndCustomerRates(work, widget)

    const side = work.getByRole('complementary', { name: 'Mijn punten en de stand' })
    await expect(side.locator('.points.pending')).toHaveText(String(start.pending + 15))
    await k.stop()
    await k.start('--clock', '+192h')
    const available = await theSumIsDutch(work, marit, start.available, settled)
    await maritRedeems(work, available)
    await theManagerSends(await arrives(browser, { locale: 'nl-NL' }), k, work)
  } finally {
    await k.remove()
  }
})

async function choosesDutch(work: Page) {
  await work.getByRole('button', { name: 'You and your settings' }).click()
  await work.getByRole('menuitemradio', { name: 'Nederlands' }).click()
  await expect(work.locator('html')).toHaveAttribute('lang', 'nl')
  await work.keyboard.press('Escape')
  await expect(work.getByRole('link', { name: 'Seizoen', exact: true })).toBeVisible()
}

async function customerAsks(widget: Frame) {
  await expect(widget.locator('html')).toHaveAttribute('lang', 'nl')
  await expect(widget.getByRole('heading', { name: 'Hulp van Noorder Audio' })).toBeVisible()
  await widget.getByLabel('Wat wil je weten?').fill(question)
  await widget.getByLabel('Over welk product?').selectOption('Wad 2')
  await widget.getByLabel('Waar gaat het over?').selectOption('Twee apparaten tegelijk')
  await widget.getByRole('button', { name: 'Vraag een kenner' }).click()
  await expect(widget.getByRole('heading', { name: 'Er komt een kenner aan' })).toBeVisible()
}

async function maritTakes(work: Page) {
  await work.getByRole('button', { name: 'Nu beginnen' }).click()
  const offer = work.getByRole('region', { name: 'Plek 1 is vrij: een aanbod' })
  await expect(offer.getByText(`“${question}”`)).toBeVisible()
  await expect(offer.getByText('Wad 2, nieuw hier, gemiddeld moeilijk.')).toBeVisible()
  await expect(offer.getByRole('listitem').first()).toContainText('Twee apparaten tegelijk')
  await offer.getByRole('button', { name: 'Ik neem hem' }).click()
  await expect(lane(work, 1).getByRole('log', { name: 'Gesprek met Klant' })).toContainText(question)
}

async function theyTalk(work: Page, widget: Frame) {
  const log = lane(work, 1).getByRole('log')
  await expect(widget.getByText('Klant van Noorder Audio, krijgt punten')).toBeVisible()
  await writes(
    lane(work, 1).getByRole('textbox', { name: /^Schrijf aan / }),
    answer,
    widget.getByRole('status', { name: 'Marit schrijft' }),
  )
  await expect(said(widget, answer)).toBeVisible()
  await expect(log.getByText(/gelezen$/)).toBeVisible()
  await writes(
    widget.getByRole('textbox', { name: 'Schrijf aan Marit' }),
    thanks,
    log.getByRole('img', { name: 'Klant typt' }),
  )
  await expect(said(lane(work, 1), thanks)).toBeVisible()
}

async function maritClosesAndCustomerRates(work: Page, widget: Frame) {
  await lane(work, 1).getByRole('button', { name: 'Sluiten met een reden' }).click()
  const card = work.getByRole('dialog', { name: 'Sluiten met een reden' })
  await expect(card.getByRole('radio', { name: 'Opgelost', exact: true })).toBeChecked()
  await reasonIn(card, 'Twee apparaten tegelijk').click()
  await expect(lane(work, 1).getByRole('heading', { name: 'Gesloten: Klant' })).toBeVisible()

  await widget.getByRole('region', { name: 'Is het opgelost?' }).getByRole('button', { name: 'Ja' }).click()
  await expect(widget.getByRole('heading', { name: 'Dank je wel' })).toBeVisible()
  await widget.getByRole('radio', { name: '5 sterren' }).check({ force: true })
  await widget.getByRole('button', { name: 'Verstuur' }).click()
  await expect(widget.getByText('Je bedankje is aangekomen')).toBeVisible()
  await expect(widget.getByText('Opgelost', { exact: true })).toBeVisible()
}

/** A comma in what is broken, a full stop in thousands. */
async function theSumIsDutch(work: Page, marit: Api, before: number, earlier: ReadonlySet<string>): Promise<number> {
  const side = work.getByRole('complementary', { name: 'Mijn punten en de stand' })
  let available = before
  await expect(async () => {
    const worth = await worthOf(marit, earlier) // wat in acht dagen rijp werd, wordt na elkaar geboekt
    available = before + worth.settled
    expect(await marit.points()).toMatchObject({ pending: worth.pending, available })
    await expect(side.getByText('Te besteden').locator('xpath=following-sibling::*')).toHaveText(
      available.toLocaleString('nl'),
      { timeout: 3_000 },
    )
  }).toPass({ timeout: 30_000 })
  await work.getByRole('link', { name: 'Seizoen', exact: true }).click()
  await work.getByRole('button', { name: question }).filter({ hasText: '17' }).click()
  await expect(work.getByRole('img', { name: '10 × 1,3 × 1,3 is 17 punten' })).toBeVisible()
  await expect(work.getByText('16,9 wordt 17')).toBeVisible()
  await expect(work.getByText('Eerst waren er 10 onderweg.')).toBeVisible()
  return available
}

async function maritRedeems(work: Page, available: number) {
  await work.getByRole('link', { name: 'Winkel' }).click()
  await expect(work.getByText('4.500', { exact: true }).first()).toBeVisible()
  await work.getByRole('button', { name: `${reward} inwisselen voor ${price} punten` }).click()
  await work.getByRole('button', { name: `Geef ${price} uit` }).click()
  await expect(work.getByText('Nummer 1 is van jou, en goedgekeurd.')).toBeVisible()
  const balance = work.locator('dt', { hasText: 'Te besteden' }).locator('+ dd')
  await expect(balance).toHaveText((available - price).toLocaleString('nl'))
}

async function theManagerSends(desk: Page, k: Kenner, work: Page) {
  const row = work.getByRole('listitem').filter({ hasText: reward }).filter({ hasText: 'Goedgekeurd' })
  await signsIn(desk, k, k.login('manager'), '/manage/redemptions', 'nl')
  await expect(row.locator('[aria-current="step"]')).toContainText('Goedgekeurd')
  await desk.getByRole('button', { name: /^Te versturen/ }).click()
  await desk.getByRole('button', { name: `${reward} voor Marit is verstuurd` }).click()
  await desk.getByRole('button', { name: 'Het is onderweg' }).click()
  await expect(row.locator('[aria-current="step"]')).toContainText('Verstuurd')
}
