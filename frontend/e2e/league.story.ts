// A round ends. Marit says that her result is wrong, an admin answers in writing, and the round waits for it; then the places are
// frozen, her browser checks what was published, her prize is handed over, and the season runs once more before her eyes.
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

const aDay = 86_400_000

interface Running {
  season: { id: string }
  round: { number: number; endsAt: string }
}

test('a round closes, with a dispute, and is published', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const { season, round } = await (await Api.as(k, k.login('expert', 'marit'))).get<Running>('/league')
    const after = async (days: number) => {
      await k.stop()
      const hours = Math.ceil((Date.parse(round.endsAt) + days * aDay - Date.now()) / 3_600_000)
      await k.start('--clock', `+${hours}h`)
    }
    await after(8)
    const marit = await arrives(browser)
    await signsIn(marit, k, k.login('expert', 'marit'), '/league')
    await expect(marit.getByRole('heading', { name: 'League', exact: true })).toBeVisible()
    await looksAt(marit, 'league')
    await opens(marit, round.number)
    await marit.getByRole('button', { name: 'I see my result differently' }).click()
    await marit.getByLabel('What is wrong?').fill('My answer about the left ear is not in it.')
    await marit.getByRole('button', { name: 'Send it' }).click()
    await expect(marit.getByRole('status').filter({ hasText: 'the round waits' })).toBeVisible()

    const ilse = await arrives(browser)
    await signsIn(ilse, k, k.login('admin'), '/manage/league')
    await ilse.getByLabel('Your answer, with the reasons').fill('It is counted since this morning.')
    await ilse.getByRole('button', { name: 'They are right' }).click()
    await expect(ilse.getByText('It is counted since this morning.')).toBeVisible()
    await looksAt(ilse, 'manage-league')

    await after(11)
    await marit.goto(`${k.app}/league`)
    await opens(marit, round.number)
    await expect(marit.getByText('You were right.')).toBeVisible()
    await expect(marit.getByText('The text fits its SHA-256.')).toBeVisible()
    await looksAt(marit, 'league-final')

    await ilse.goto(`${k.app}/manage/league`)
    const handing = ilse.getByRole('button', { name: /^Handed over: Earbuds/ })
    await handing.first().click()
    await expect(ilse.getByRole('heading', { name: 'To hand over' })).toBeVisible()

    await marit.emulateMedia({ reducedMotion: 'no-preference' })
    await marit.goto(`${k.app}/league/race/${season.id}`)
    await marit.getByRole('button', { name: 'Play' }).click()
    await expect(marit.getByRole('button', { name: 'Pause' })).toBeVisible()
    await looksAt(marit, 'league-race')
    await expect(marit.getByRole('table'), 'who wants no motion reads it').toBeVisible()
    await expect(marit.getByRole('slider')).toHaveCount(0)
  } finally {
    await k.remove()
  }
})

/** A round that is over, from the list. */
async function opens(page: Page, number: number) {
  await page.getByRole('link', { name: new RegExp(`, round ${number}$`) }).click()
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(`round ${number}$`) })).toBeVisible()
}
