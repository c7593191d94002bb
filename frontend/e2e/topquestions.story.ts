// What customers ask most is found without anybody having to sort it. A manager opens the questions behind a number, gives the
// question a name that stays, and decides what the brand does about it.
import { expect, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, goesTo, signsIn } from './people'

test('what many ask is found, named and decided', async ({ browser }) => {
  const k = await Kenner.demo('--staff-factor', 'off')
  try {
    for (const [name, question] of [
      ['Roos', 'Where does the knisper filter go?'],
      ['Daan', 'Hello! Where does the knisper filter go?'],
      ['Yara', 'Where does the knisper filter go now?'],
    ] as const) {
      const visitor = await Api.visitor(k, name, 'en')
      await visitor.post('/conversations', { question, language: 'en' })
    }
    await k.stop()
    await k.start('--clock', '+168h', '--staff-factor', 'off') // a week later it is a whole week, and was gathered in its night

    const ilse = await arrives(browser)
    await signsIn(ilse, k, k.login('admin'), '/manage/settings')
    await goesTo(ilse, 'Top questions')
    await expect(ilse.getByRole('heading', { name: 'Top questions', level: 1 })).toBeVisible()
    const chat = ilse.getByRole('region', { name: 'Chat' })
    const row = chat.getByRole('listitem').filter({ hasText: 'knisper filter' })
    await expect(async () => {
      await ilse.reload()
      await expect(row).toHaveCount(1, { timeout: 5_000 })
    }).toPass()
    await expect(row.getByRole('heading')).toHaveText('Where does the knisper filter go?')
    await looksAt(ilse, 'top questions')

    await row.getByRole('button', { name: /3 questions/ }).click()
    const behind = ilse.getByRole('dialog')
    await expect(behind.getByRole('listitem')).toHaveCount(3)
    await behind.getByLabel('Name').fill('Where the knisper filter goes')
    await looksAt(ilse, 'top questions behind')
    await behind.getByRole('button', { name: 'Keep this name' }).click()
    await behind.getByRole('button', { name: 'Close' }).click()
    const named = chat.getByRole('listitem').filter({ hasText: 'Where the knisper filter goes' })

    await named.getByRole('button', { name: /^Decide/ }).click()
    const decide = ilse.getByRole('dialog', { name: 'What do we do about it?' })
    await decide.getByLabel('Inform').check()
    await decide.getByLabel('Who sees to it').selectOption({ label: 'Hidde Terpstra' })
    await decide.getByLabel('Note').fill('Say it in the manual.')
    await looksAt(ilse, 'top questions decision')
    await decide.getByRole('button', { name: 'Decide', exact: true }).click()
    await expect(decide).toHaveCount(0)
    await expect(named).toContainText('Inform')
    await expect(named).toContainText('Hidde Terpstra sees to it until')
    await expect(named).toContainText('Say it in the manual.')
    await looksAt(ilse, 'top questions decided')

    const [file] = await Promise.all([
      ilse.waitForEvent('download'),
      ilse.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^top-questions-\d{4}-\d\d-\d\d\.csv$/)

    await named.getByRole('button', { name: /^Write the article/ }).click()
    await expect(ilse).toHaveURL(/\/manage\/articles\/art_[-\w]+\?write/)
    await expect(ilse.getByLabel('Title')).toHaveValue('Where the knisper filter goes')
  } finally {
    await k.remove()
  }
})
