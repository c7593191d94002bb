// A manager writes a scenario: begins it from another one, gives the customer words of their own, is told what is missing,
// tries it with a patient and an impatient text that branch differently, and publishes it. Another reads Dutch, and writes
// a question for the warm-up.
import { expect, type Page, test } from '@playwright/test'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

const opening = 'Forty-one days. I have counted them. Where is my money?'
const steps = {
  calm: 'Would you put up with this yourself?',
  warm: 'Do you even listen, or do you read from a sheet?',
  hot: 'You are a wall with a keyboard.',
}

async function part(page: Page, name: string) {
  await page.getByRole('navigation', { name: 'Parts of the scenario' }).getByRole('button', { name }).click()
}

/** Says something as the candidate, and tells what was read in it and what came back. */
async function says(page: Page, text: string) {
  const log = page.getByRole('log', { name: 'Playground' })
  const lines = await log.locator(':scope > div').count()
  await page.getByLabel('Write as the candidate').fill(text)
  await page.getByLabel('Write as the candidate').press('Enter')
  await expect.poll(() => log.locator(':scope > div').count()).toBeGreaterThan(lines + 1)
  return log
}

test('a manager writes a scenario, tries it, and publishes it', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const page = await arrives(browser)
    const heard = listens(page.context(), k)
    await signsIn(page, k, k.login('admin'), '/manage/scenarios')
    await looksAt(page, 'scenarios')
    await page.getByRole('link', { name: 'New scenario' }).click()
    await page.getByRole('dialog').getByLabel('Title').fill('The counted days')
    await page.getByLabel('Begin from').selectOption({ label: 'Forty-one days and no box' })
    await looksAt(page, 'a new scenario')
    await page.getByRole('button', { name: 'Begin the draft' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'The counted days' })).toBeVisible()

    await part(page, 'Opening')
    const lines = page.getByRole('group', { name: 'The customer writes' })
    while ((await lines.getByRole('textbox').count()) > 1) await lines.getByRole('button').first().click()
    await lines.getByRole('textbox').fill(opening)
    const log = page.getByRole('log', { name: 'Playground' })
    await expect(log).toContainText(opening)

    await writesAStep(page)
    await triesBothWays(page)
    await page.getByRole('button', { name: 'Save the draft' }).click()
    await page.getByRole('button', { name: 'Publish version 1' }).click()
    await expect(page.getByText('live, version 1')).toBeVisible()
    await page.getByRole('link', { name: 'Scenarios' }).first().click()
    await expect(page.getByRole('link', { name: /The counted days/ })).toContainText('live, version 1')
    expect(heard).toEqual([])
    await page.context().close()
    await writesAQuestion(await arrives(browser, { locale: 'nl-NL' }), k)
  } finally {
    await k.remove()
  }
})

/** Without its last provocations it cannot be played; a new one is written, box by box. */
async function writesAStep(page: Page) {
  await part(page, 'Steps')
  await page.getByRole('button', { name: /^Take away: Provocation 1$/ }).click()
  await expect(page.getByText('2 provocations of at least 3')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Not playable yet' })).toBeVisible()
  await page.getByRole('button', { name: 'Add a provocation' }).click()
  const step = page.getByRole('region', { name: 'Provocation 4' })
  await step.getByLabel(/^In calm words.*, 1$/).fill(steps.calm)
  await step.getByLabel(/^In warm words.*, 1$/).fill(`${steps.warm} {nobody}`)
  await step.getByLabel(/^In hot words.*, 1$/).fill(steps.hot)
  await expect(step.getByText('Only {brand} and {product} can be filled in.')).toBeVisible()
  await looksAt(page, 'a scenario with a fault')
  await step.getByLabel(/^In warm words.*, 1$/).fill(steps.warm)
  await expect(page.getByRole('log', { name: 'Playground' })).toContainText(opening)
  await page.getByRole('button', { name: 'Move up: Provocation 4' }).click()
}

/** A patient text makes the customer calmer, an impatient one angrier, and each says why. */
async function triesBothWays(page: Page) {
  await says(
    page,
    'Good evening, I am so sorry that this went wrong. I understand that you are annoyed. What happened exactly?',
  )
  const log = page.getByRole('log', { name: 'Playground' })
  await expect(log).toContainText('Calmer:')
  await expect(log).toContainText('sees the feeling')
  const patient = await log.locator(':scope > div').last().textContent()
  await looksAt(page, 'a scenario that is tried')
  await page.getByRole('button', { name: 'Start again' }).click()
  await expect(log.locator(':scope > div')).toHaveCount(1)
  await says(page, 'I already said that. Read the rules, you idiot. That is your own fault.')
  await expect(log).toContainText('Angrier:')
  await expect(log).toContainText('insults')
  expect(await log.locator(':scope > div').last().textContent()).not.toBe(patient)
}

/** In Dutch: a pattern that cannot be read is told at its field; what the patterns take for right is shown. */
async function writesAQuestion(page: Page, k: Kenner) {
  const heard = listens(page.context(), k)
  await signsIn(page, k, k.login('manager'), '/manage/warm-up/new/nl', 'nl')
  await page.getByLabel('Wat er gevraagd wordt').fill('Hoeveel uur gaat de accu mee?')
  await page.getByText('een korte tekst', { exact: true }).click()
  await page.getByLabel('Goed leest als').fill('(30 uur')
  await expect(page.getByText(/Dit patroon kan niet gelezen worden/)).toBeVisible()
  await page.getByLabel('Goed leest als').fill('30 uur')
  await page.getByLabel('Een antwoord, 1').fill('Ongeveer dertig uur')
  await expect(page.getByText('telt als goed')).toBeVisible()
  await page.getByLabel('Waarom het goed is').fill('Dertig uur met ruisonderdrukking.')
  await page.getByLabel('Waar het staat').fill('Handleiding, bladzijde 4')
  await looksAt(page, 'een opwarmvraag')
  await page.getByRole('button', { name: 'Opslaan' }).click()
  await expect(page).toHaveURL(/\/manage\/warm-up\/hoeveel-uur-gaat-de-accu-mee\/nl$/)
  await expect(page.getByRole('link', { name: /Hoeveel uur gaat de accu mee/ })).toBeVisible()
  expect(heard).toEqual([])
  await page.context().close()
}
