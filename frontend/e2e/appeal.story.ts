// Staff decide about what Marit did, she reads why and disagrees, and somebody else gives her right.
import { expect, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test('a decision is appealed, and somebody else answers', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const desk = await arrives(browser)
    await signsIn(desk, k, k.login('admin'), '/manage/cases')
    await desk.getByRole('button', { name: 'Open a case' }).click()
    await desk.getByLabel('Expert').selectOption('Marit')
    await desk.getByLabel('What you saw').fill('A customer says that you promised a refund.')
    await desk.getByRole('button', { name: 'Open it' }).click()
    const opened = desk.getByRole('region', { name: /^Marit/ }).filter({ hasText: 'promised a refund' })
    await opened.getByLabel('What follows').selectOption('Coaching')
    await opened.getByLabel('Why').fill('Refunds are for staff to promise. Look at this example with your mentor.')
    await looksAt(desk, 'manage-cases')
    await opened.getByRole('button', { name: 'Decide' }).click()
    await expect(opened.getByText('Decided', { exact: true })).toBeVisible()

    const page = await arrives(browser)
    await signsIn(page, k, k.login('expert', 'marit'), '/cases')
    await expect(page.getByText('Refunds are for staff to promise.')).toBeVisible()
    await page.getByLabel('I see this differently').fill('I quoted the sentence of a manager.')
    await looksAt(page, 'cases')
    await page.getByRole('button', { name: 'Appeal' }).click()
    await expect(page.getByText('I quoted the sentence of a manager.')).toBeVisible()

    // Who decided is not asked; a colleague is.
    await expect(opened.getByText('I quoted the sentence of a manager.')).toBeVisible()
    await expect(opened.getByRole('button', { name: 'Right: give everything back' })).toHaveCount(0)
    const colleague = await Api.as(k, k.login('manager'))
    const { items } = await colleague.get<{ items: { id: string; state: string; may: string[] }[] }>('/cases')
    const appealed = items.find(({ state }) => state === 'appealed')
    expect(appealed?.may).toEqual(['answer'])
    const other = await arrives(browser, { locale: 'nl-NL' })
    await signsIn(other, k, k.login('manager'), '/manage/cases', 'nl')
    const same = other.getByRole('region', { name: /^Marit/ }).filter({ hasText: 'promised a refund' })
    await same.getByLabel('Je antwoord').fill('You are right: it was our sentence.')
    await same.getByRole('button', { name: 'Klopt: alles teruggeven' }).click()
    await expect(page.getByText('The appeal is right: everything comes back')).toBeVisible()
  } finally {
    await k.remove()
  }
})
