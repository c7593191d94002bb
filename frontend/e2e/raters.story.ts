// A rater is measured on gold and reads what was right; staff choose more gold, and try what marks are worth on the candidates
// of before. Then the rest of the house's pages around candidates are looked at.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test('a rater calibrates, and staff change what marks are worth', async ({ browser }) => {
  const k = await Kenner.demo('--limits', 'off')
  try {
    await calibrates(browser, k)
    const ilse = await arrives(browser)
    const heard = listens(ilse.context(), k)
    await signsIn(ilse, k, k.login('admin'), '/manage/rubric')
    await changesTheRubric(ilse)
    await choosesGold(ilse, k)
    for (const [path, name] of [
      ['/manage/vacancies/policies', 'policies'],
      ['/manage/plan/rules', 'plan-rules'],
      ['/manage/talents', 'talents'],
    ] as const) {
      await ilse.goto(k.app + path)
      await expect(ilse.locator('main .card').first()).toBeVisible()
      await looksAt(ilse, name)
    }
    expect(heard).toEqual([])
  } finally {
    await k.remove()
  }
})

/** Every mark is within one of gold, so Hidde passes the month, in Dutch. */
async function calibrates(browser: Browser, k: Kenner) {
  const page = await arrives(browser)
  await signsIn(page, k, k.login('manager'), '/marking')
  await expect(page.getByRole('heading', { name: /^IJking van / })).toBeVisible()
  await looksAt(page, 'calibration')
  await page.getByRole('link', { name: /^Auditie 1/ }).click()
  const places = 18
  for (let given = 1; given <= places; given++) {
    await page.getByRole('radio').nth(3).check()
    await expect(page.getByText(new RegExp(`^${given} van ${places}`))).toBeVisible()
    if (given === 1) await looksAt(page, 'gold-sheet')
    if (given < places) await page.getByRole('button', { name: 'Verder' }).click()
  }
  await page.getByRole('link', { name: 'Terug naar het bureau' }).click()
  await page.getByRole('button', { name: 'Inleveren' }).click()
  await expect(page.getByText(/18 van 18 cijfers zitten/)).toBeVisible()
  await page.getByRole('link', { name: /^Auditie 1/ }).click()
  await expect(page.getByText(/klopt hier\./)).toBeVisible()
  await looksAt(page, 'gold-read')
  await page.context().close()
}

/** A number that cannot be read is said, a change is tried on those of before, and is put in force with its reason. */
async function changesTheRubric(page: Page) {
  const simulate = page.getByRole('button', { name: 'Simulate' })
  await page.getByLabel('Pass mark').fill('three')
  await expect(page.getByText('A mark such as 3.50.')).toBeVisible()
  await expect(simulate).toBeDisabled()
  await page.getByLabel('Pass mark').fill('3.50')
  await page.getByLabel('Warm-up is passed at').fill('100')
  await simulate.click()
  await expect(page.getByRole('row').filter({ hasText: 'Renske' })).toContainText('warm-up')
  await page.getByLabel('Why it changes').fill('Who answers without looking it up does not know it.')
  await looksAt(page, 'rubric')
  await page.getByRole('button', { name: 'Put in force' }).click()
  await expect(page.getByText('Who answers without looking it up does not know it.')).toBeVisible()
}

/** A decided audition becomes gold beside what was said in it. */
async function choosesGold(page: Page, k: Kenner) {
  await page.goto(`${k.app}/manage/applications?state=auditioning`)
  await page.getByRole('link', { name: /Callum/ }).click()
  await page.getByRole('link', { name: 'Choose as gold' }).click()
  await expect(page.getByText('I do this in my free time.')).toBeVisible()
  await looksAt(page, 'gold')
  await page.getByRole('button', { name: 'Choose as gold' }).click()
  await expect(page.getByRole('button', { name: 'Take out of use' })).toHaveCount(3)
  await looksAt(page, 'raters')
}
