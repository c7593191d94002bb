// Two people on their phones, in Dutch: a customer asks on the chat page, an expert answers in the one lane that a phone has.
import { expect, type Locator, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, said, signsIn } from './people'

const question = 'Mag de Terp in de badkamer staan?'
const answer = 'Liever niet: de damp slaat neer op de print. Naast de deur gaat prima.'
const thanks = 'Dan zet ik hem op de gang. Dank je!'
const phone = {
  locale: 'nl-NL',
  viewport: { width: 360, height: 780 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
}

test('een vraag en een antwoord, allebei op een telefoon', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const login = k.login('expert', 'marit')
    await (await Api.as(k, login)).patch('/me', { language: 'nl' })
    const marit = await arrives(browser, phone)
    await signsIn(marit, k, login, '/work', 'nl')
    const customer = await arrives(browser, phone)
    await customer.goto(`${k.app}/chat`)
    await customer.getByLabel('Wat wil je weten?').fill(question)
    await customer.getByLabel('Over welk product?').selectOption('Terp')
    await customer.getByRole('button', { name: 'Vraag een kenner' }).tap()

    await marit.getByRole('button', { name: 'Nu beginnen' }).tap()
    await lane(marit, 1).getByRole('button', { name: 'Ik neem hem' }).tap()
    await expect(lane(marit, 1).getByRole('log')).toContainText(question)
    await says(lane(marit, 1), /^Schrijf aan /, answer)
    await expect(said(customer, answer)).toBeVisible()
    await says(customer, /^Schrijf aan /, thanks)
    await expect(said(lane(marit, 1), thanks)).toBeVisible()
    await expect(lane(marit, 2), 'a phone has one lane').toBeHidden()
    await staysInside(marit)
    await staysInside(customer)
    await looksAt(customer, 'phone-chat')
  } finally {
    await k.remove()
  }
})

/** On a phone Enter breaks the line, and the button sends. */
async function says(where: Page | Locator, label: RegExp, text: string) {
  await where.getByRole('textbox', { name: label }).fill(text)
  await where.getByRole('button', { name: 'Verstuur' }).tap()
}

/** Nothing reaches beyond the edge of the screen. */
async function staysInside(page: Page) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
}
