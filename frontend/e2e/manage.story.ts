// The first days of a house. Somebody starts Kenner on an empty folder, opens the link that it printed, and makes a brand:
// contact reasons, a product, hours, an expert, a reward, the look. What is typed wrongly is told beside its field, and two
// people who change the same thing hear of each other.
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, goesTo, lane, signsIn } from './people'

const admin = { role: 'admin', email: 'ilse@brand.example', password: 'a lighthouse by the sea' } as const
const anna = { role: 'expert', email: 'anna@brand.example', password: 'four birds on a wire' } as const
const jan = { role: 'manager', email: 'jan@brand.example', password: 'the tide comes in twice' } as const

test.describe
  .serial('an empty house becomes a brand', () => {
    let k: Kenner
    let page: Page
    let work: Page
    test.beforeAll(async ({ browser }) => {
      k = await Kenner.serve('--staff-factor', 'off') // the second factor has a story of its own
      page = await arrives(browser)
    })
    test.afterAll(() => k.remove())

    test('the printed link opens the house, once', async ({ browser }) => {
      await page.goto(`${k.app}/`)
      await expect(page.getByRole('heading', { name: 'The link is not complete' })).toBeVisible()
      await page.goto(String(k.ready.setup))
      await page.getByLabel('Name of the brand').fill('Waddengeluid')
      await page.getByLabel('Your name').fill('Ilse Noordhof')
      await page.getByLabel('E-mail address').fill(admin.email)
      await page.getByLabel('Password').fill('short')
      await page.getByLabel('Time zone').selectOption('Europe/Amsterdam')
      await page.getByRole('button', { name: 'Open the house' }).click()
      await expect(page, 'a short password opens nothing').toHaveURL(/\/setup/)
      await page.getByLabel('Password').fill(admin.password)
      await page.getByRole('button', { name: 'Open the house' }).click()
      await expect(page.getByRole('heading', { name: 'Experts', level: 1 })).toBeVisible()

      const late = await arrives(browser)
      await late.goto(String(k.ready.setup))
      await expect(late.getByRole('heading', { name: 'This house is open already' })).toBeVisible()
      await late.context().close()
    })

    test('contact reasons come in two levels', async () => {
      await goesTo(page, 'Reasons')
      await page.getByRole('link', { name: 'Add a group' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Connection')
      await page.getByRole('button', { name: 'Add it' }).click()
      for (const [name, difficulty] of [
        ['Pairing', 'simple'],
        ['Sound drops out', 'normal'],
      ] as const) {
        await page.getByRole('link', { name: 'Add a reason to Connection' }).click()
        await page.getByLabel('Name', { exact: true }).fill(name)
        await page.getByText(difficulty, { exact: true }).last().click()
        await page.getByRole('button', { name: 'Add it' }).click()
        await expect(page.getByRole('heading', { name, level: 2 })).toBeVisible()
      }
      const tree = page.getByRole('region', { name: 'Contact reasons' })
      await expect(tree.getByRole('listitem')).toHaveText([/Pairing\s*simple/, /Sound drops out\s*normal/])
    })

    test('a product says what is wrong beside its field', async () => {
      await goesTo(page, 'Products')
      await page.getByRole('link', { name: 'Add a product' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Kwelder')
      const address = page.getByLabel('Page in the shop')
      await address.fill('our shop')
      await page.getByRole('button', { name: 'Add it' }).click()
      await expect(address).toHaveAccessibleDescription(/An address starts with https:\/\/ or http:\/\/\./)
      await expect(page.getByText('Look at the marked fields. What you typed is still here.')).toBeVisible()
      await address.fill('https://brand.example/kwelder')
      await page.getByRole('button', { name: 'Add it' }).click()
      await expect(page.getByRole('heading', { name: 'Kwelder', level: 2 })).toBeVisible()
    })

    test('opening hours have holidays', async () => {
      await goesTo(page, 'Hours')
      await page.getByRole('textbox', { name: 'Monday opens' }).first().fill('8:30')
      await page.getByRole('button', { name: 'Add a day' }).click()
      await page.getByLabel('Day', { exact: true }).fill('2027-12-25')
      await page.getByLabel('Name', { exact: true }).fill('Christmas')
      await saves(page)
      await page.reload()
      await expect(page.getByRole('textbox', { name: 'Monday opens' }).first()).toHaveValue('08:30')
      await expect(page.getByLabel('Day', { exact: true })).toHaveValue('2027-12-25')
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Christmas')
    })

    test('an expert comes in by a link that opens once', async ({ browser }) => {
      await page.getByRole('link', { name: 'Experts' }).click()
      await page.getByRole('link', { name: 'Welcome an expert' }).click()
      await page.getByLabel('Full name').fill('Anna Wiersma')
      await page.getByLabel('E-mail').fill('anna')
      await page.getByText('Senior', { exact: true }).click()
      await page.getByRole('button', { name: 'Create and show the link' }).click()
      await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/This is not an e-mail address\./)
      await page.getByLabel('E-mail').fill(anna.email)
      await page.getByRole('button', { name: 'Create and show the link' }).click()
      const created = page.getByRole('region', { name: 'Anna is welcome' })
      const link = await created.locator('code').textContent()
      expect(link).toContain(`${k.app}/invite#`)

      work = await arrives(browser)
      await work.goto(String(link))
      await expect(work.getByRole('heading', { name: 'Good to have you, Anna' })).toBeVisible()
      await work.getByLabel('Password').fill(anna.password)
      await work.getByRole('button', { name: 'Come in' }).click()
      await expect(work).toHaveURL(`${k.app}/work`)
      await expect(lane(work, 3)).toContainText('Free')
      const late = await arrives(browser)
      await late.goto(String(link))
      await expect(late.getByRole('heading', { name: 'This link was used, or it is too old' })).toBeVisible()
      await late.context().close()
    })

    test('a reward goes on the shelf', async () => {
      await goesTo(page, 'Rewards')
      await page.getByRole('link', { name: 'Add a reward' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Avocet sticker')
      await page.getByLabel('Price').fill('150')
      await expect(page.getByLabel('Pieces in all')).toHaveAccessibleDescription(/Leave no box empty/)
      await page.getByLabel('Pieces in all').fill('40')
      await page.getByRole('button', { name: 'Put it on the shelf' }).click()
      await expect(page.getByRole('heading', { name: 'Avocet sticker', level: 2 })).toBeVisible()
      await work.getByRole('link', { name: 'Shop', exact: true }).click()
      await expect(work.getByRole('heading', { name: 'Avocet sticker' })).toBeVisible()
      await expect(work.getByText('150', { exact: true }).first()).toBeVisible()
      await work.getByRole('link', { name: 'Work' }).click()
    })

    test('the look, the pages that may show the widget, and fewer seats', async () => {
      await goesTo(page, 'Settings')
      await page.getByLabel('Hue').fill('40')
      const previews = page.locator('[data-theme][style*="--brand-h"]')
      await expect(previews.first()).toHaveAttribute('style', /--brand-h:\s*40/)
      await expect(previews.last()).toHaveAttribute('style', /--brand-h:\s*40/)
      await page.getByRole('button', { name: 'Add an origin' }).click()
      const origin = page.getByRole('textbox', { name: 'Origin 1' })
      await origin.fill('ftp://brand.example')
      await origin.blur()
      await expect(origin).toHaveAccessibleDescription(/An origin has a scheme and a host/)
      await origin.fill('https://www.brand.example')
      await page.getByText('1 seat', { exact: true }).click()
      await saves(page)
      const frame = await page.request.get(`${k.app}/widget`)
      expect(frame.headers()['content-security-policy']).toContain('https://www.brand.example')
      await expect(work.getByRole('region', { name: 'Seat 2 is not open' })).toContainText(
        'The brand opens fewer seats now.',
      )
      await expect(work.getByRole('region', { name: 'Seat 3 is not open' })).toBeVisible()
      await expect(lane(work, 1)).toHaveAccessibleName('Seat 1 is free')
      await expect(work.locator('html')).toHaveAttribute('style', /--brand-h:\s*40/)
    })

    test('two who change one product hear of each other', async ({ browser }) => {
      const chief = await Api.as(k, admin)
      const { link } = await chief.post<{ link: string }>('/people', {
        role: 'manager',
        email: jan.email,
        name: 'Jan Postma',
      })
      await chief.post('/invitations/acceptances', { token: new URL(link).hash.slice(1), password: jan.password })
      const other = await arrives(browser)
      await goesTo(page, 'Products')
      await page.getByRole('link', { name: /Kwelder/ }).click()
      await expect(page.getByRole('heading', { name: 'Kwelder', level: 2 })).toBeVisible()
      await signsIn(other, k, jan, new URL(page.url()).pathname)

      await other.getByLabel('In one or two sentences').fill('Open-back, in oak.')
      await saves(other)
      await page.getByLabel('In one or two sentences').fill('Open-back, in ash.')
      await page.getByRole('button', { name: 'Save' }).click()
      const note = page.getByRole('alert').filter({ hasText: 'Changed by someone else meanwhile' })
      await expect(note.getByRole('row', { name: /Open-back, in oak\.\s*Open-back, in ash\./ })).toBeVisible()
      await note.getByRole('button', { name: 'Take theirs' }).click()
      await expect(page.getByLabel('In one or two sentences')).toHaveValue('Open-back, in oak.')
    })
  })

async function saves(page: Page) {
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
}
