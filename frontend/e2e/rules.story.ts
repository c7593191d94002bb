// Hidde wrote other rules. Ilse plays the season again under them and publishes them, for the season after this one; she drafts a
// campaign and changes it. Marit reads how points work, and checks an entry of hers by hand, step by step.
import { expect, type Page, test } from '@playwright/test'
import { Api, type Award } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test('rules are replayed and published by another, and an entry is checked by hand', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const ilse = await arrives(browser)
    await signsIn(ilse, k, k.login('admin'), '/manage/rules')
    await ilse.getByRole('button', { name: 'Play it' }).click()
    await expect(ilse.getByRole('status').filter({ hasText: 'All points together' })).toBeVisible()
    await ilse.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(ilse.getByText(/Written by Hidde.*, published by Ilse/)).toHaveCount(1)
    await looksAt(ilse, 'manage-rules')

    await goes(ilse, '/manage/campaigns')
    await ilse.getByRole('button', { name: 'Draft a campaign' }).click()
    await ilse.getByLabel('Name').fill('Returns in spring')
    await ilse.getByLabel('Begins').fill('2027-03-01T09:00')
    await ilse.getByLabel('Ends', { exact: true }).fill('2027-03-08T09:00')
    await ilse.getByRole('group', { name: 'Questions about' }).getByRole('checkbox').first().check()
    await ilse.getByRole('group', { name: 'Products' }).getByRole('checkbox').first().check()
    await looksAt(ilse, 'campaign-draft')
    await ilse.getByRole('button', { name: 'Save draft' }).click()
    const draft = ilse.getByRole('region', { name: 'Returns in spring' })
    await draft.getByRole('button', { name: 'Change' }).click()
    await expect(ilse.getByLabel('Begins')).toHaveValue('2027-03-01T09:00')
    await ilse.getByLabel('Times').fill('1.75')
    await ilse.getByRole('button', { name: 'Save draft' }).click()
    await expect(draft.getByText('× 1.75')).toBeVisible()
    await looksAt(ilse, 'manage-campaigns')

    const login = k.login('expert', 'marit')
    const { items } = await (await Api.as(k, login)).get<{ items: Award[] }>('/me/awards?kind=conversation&limit=50')
    const entry = items.find((one) => one.state === 'settled' && one.points > 0)
    expect(entry, 'the demo has something settled').toBeDefined()
    const marit = await arrives(browser)
    await signsIn(marit, k, login, `/season?entry=${entry?.id}`)
    await marit.getByText('Why? Step by step').click()
    let total = 0
    for (const step of entry?.arithmetic.steps ?? []) {
      if (step.key === 'base') total = step.factor
      else if (step.key !== 'rounding') total = Math.round(total * Math.round(step.factor * 100)) / 100
      else total = Math.floor(total + 0.5)
      expect(step.total, step.key).toBe(total)
    }
    expect(total).toBe(entry?.points)
    await expect(
      marit.getByRole('img', { name: new RegExp(`= ${entry?.points}|${entry?.points} points`) }),
    ).toBeVisible()
    await marit.getByRole('link', { name: 'How points work' }).first().click()
    await expect(marit.getByRole('heading', { name: 'How points work' })).toBeVisible()
    await expect(marit.getByRole('heading', { name: /^From .*: version/ })).toBeVisible()
    await looksAt(marit, 'points')
  } finally {
    await k.remove()
  }
})

/** An address of the app, without signing in again. */
async function goes(page: Page, to: string): Promise<void> {
  await page.goto(new URL(to, page.url()).href)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
