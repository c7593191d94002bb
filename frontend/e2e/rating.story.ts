// What becomes of a rating: an expert reads theirs as they were told, many at a time and without names, disputes a low one,
// and a manager decides with the conversation in view.
import { expect, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner, type Login } from './kenner'
import { arrives, signsIn } from './people'

test('a low rating is disputed, and a manager decides', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const page = await arrives(browser)
    await signsIn(page, k, await rated(k), '/season')
    await page.getByRole('link', { name: 'See what customers said' }).click()
    await expect(page.getByRole('heading', { name: 'What customers said' })).toBeVisible()
    await looksAt(page, 'ratings')
    const low = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Dispute this rating' }) })
    await low.first().getByRole('button', { name: 'Dispute this rating' }).click()
    await page.getByLabel('Why is it not about what you did?').fill('The parcel was late; the answer was right.')
    await looksAt(page, 'rating-dispute')
    await page.getByRole('button', { name: 'Send to a person' }).click()
    await expect(page.getByText('A person looks at it.')).toBeVisible()

    const staff = await arrives(browser)
    await signsIn(staff, k, k.login('admin'), '/manage/ratings')
    const one = staff.getByRole('article').filter({ hasText: 'The parcel was late; the answer was right.' })
    await one.getByLabel('Your answer').fill('The customer says so too.')
    await looksAt(staff, 'manage-ratings')
    await one.getByRole('button', { name: 'The expert is right' }).click()
    await expect(one.getByText('The expert was right: the rating is set aside.')).toBeVisible()
    await expect(page.getByText('The customer says so too.')).toBeVisible()
  } finally {
    await k.remove()
  }
})

/** An expert with a low rating to dispute: who has one in the demo depends on the hour. */
async function rated(k: Kenner): Promise<Login> {
  for (const name of ['bram', 'daan', 'jelle', 'sanne', 'thijs', 'lotte', 'youssef']) {
    const login = k.login('expert', name)
    const { items } = await (await Api.as(k, login)).get<{ items: { disputable: boolean }[] }>('/me/ratings?limit=50')
    if (items.some(({ disputable }) => disputable)) return login
  }
  throw new Error('nobody in the demo has a low rating')
}
