// The books of the demo are checked while it runs: they are right, and the check stands on the page for every manager.
import { expect, test } from '@playwright/test'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test('a manager has the books checked, and they are right', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const page = await arrives(browser)
    await signsIn(page, k, k.login('admin'), '/manage/books')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText(/when somebody asked/)).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('heading', { name: 'The books are right' })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^R7/ })).toContainText('right')
    await looksAt(page, 'manage-books')

    await page.goto(new URL('/manage/budget', page.url()).href)
    await expect(page.getByText(/of 12,000 points/)).toBeVisible()
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Points of the season').fill('100')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(/All of it is gone/)).toBeVisible()
    await looksAt(page, 'manage-budget')
  } finally {
    await k.remove()
  }
})
