// What Marit writes is flagged by her customer and by a rule, and she flags the customer. In the queue somebody decides: a
// message is hidden for everybody, and coaching follows. Marit reads why; the audit log keeps who decided and who read.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, signsIn } from './people'

const question = 'The left cup of my Wad 2 stays silent. Is it broken?'
const away = 'Write me on WhatsApp, that is quicker than here.'
const rude = 'Read the manual for once.'
const why = 'We never speak to a customer like this. Look at this example with your mentor.'

test('a flag is decided in the queue, and everybody concerned sees what came of it', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const [marit, customer] = await meet(browser, k)
    await theyFlag(marit, customer)

    const desk = await arrives(browser)
    await signsIn(desk, k, k.login('admin'), '/manage/queue')
    await expect(desk.getByRole('heading', { name: 'Waiting for you' })).toBeVisible()
    await desk.getByLabel('What', { exact: true }).selectOption('Flags')
    await expect(desk.getByText('Flag, leads elsewhere, or to bank data, Marit')).toBeVisible()
    await expect(desk.getByText('Flag, rude', { exact: true })).toBeVisible()
    await desk.getByRole('link', { name: rude }).click()
    await decides(desk)

    for (const page of [customer, marit]) {
      await expect(page.getByText('The team has hidden this message')).toBeVisible()
      await expect(page.getByText(rude)).toHaveCount(0)
    }
    await marit.goto(`${k.app}/cases`)
    const about = marit.getByRole('region', { name: /^Decided about your words, / })
    await expect(about.getByText('A message of yours is hidden.')).toBeVisible()
    await expect(about.getByText(rude)).toBeVisible()
    await expect(marit.getByText('Coaching')).toBeVisible()
    await looksAt(marit, 'cases-decided')

    await desk.goto(`${k.app}/manage/audit`)
    await desk.getByRole('button', { name: 'decideFlag' }).click()
    await expect(desk.getByRole('cell', { name: 'true' })).toBeVisible()
    await looksAt(desk, 'manage-audit')
  } finally {
    await k.remove()
  }
})

async function meet(browser: Browser, k: Kenner): Promise<[Page, Page]> {
  const marit = await arrives(browser)
  await signsIn(marit, k, k.login('expert', 'marit'), '/work')
  await marit.getByRole('button', { name: 'Start now' }).click()
  await expect(marit.getByText('On duty')).toBeVisible()
  const customer = await arrives(browser)
  await customer.goto(`${k.app}/chat`)
  await customer.getByLabel('What would you like to know?').fill(question)
  await customer.getByRole('button', { name: 'Ask an expert' }).click()
  await marit
    .getByRole('region', { name: /an offer$/ })
    .getByRole('button', { name: 'Take it' })
    .click()
  for (const text of [away, rude]) {
    await lane(marit, 1)
      .getByRole('textbox', { name: /^Write to / })
      .fill(text)
    await marit.keyboard.press('Enter')
    await expect(customer.getByText(text)).toBeVisible()
  }
  return [marit, customer]
}

async function theyFlag(marit: Page, customer: Page) {
  await customer.getByRole('button', { name: 'Flag this message' }).last().click()
  await looksAt(customer, 'chat-flag')
  await customer.getByRole('button', { name: 'Rude', exact: true }).click()
  await expect(customer.getByText('Thank you. The team looks at it.')).toBeVisible()
  await lane(marit, 1).getByRole('button', { name: 'Flag this message' }).click()
  const form = marit.getByRole('dialog', { name: 'Flag this message' })
  await form.getByLabel('In your words').fill('This is the third time today.')
  await looksAt(marit, 'work-flag')
  await form.getByRole('button', { name: 'Flag it' }).click()
  await expect(form.getByText('It is flagged.')).toBeVisible()
  await form.getByRole('button', { name: 'Close' }).last().click()
}

async function decides(desk: Page) {
  const form = desk.getByRole('form', { name: 'Your decision' })
  await form.getByLabel('Hide the message').check()
  await form.getByLabel('What follows for Marit').selectOption('Coaching')
  await form.getByLabel('Why').fill(why)
  await looksAt(desk, 'manage-queue')
  await form.getByRole('button', { name: 'Decide' }).click()
  await expect(desk.getByText('The message is hidden. A case was opened.')).toBeVisible()
  await expect(desk.getByText('Hidden: only the team reads this.')).toBeVisible()
}
