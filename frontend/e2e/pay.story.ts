// What Avocet is paid. An admin takes a line of a final month back with a reason and saves the month as a file; Avocet,
// who is Marit, reads it on her own statement, where the final month stays as it was. Nobody's rating is anywhere in it.
import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

interface Pay {
  now: string
  months: { month: string; cents: number; final: boolean }[]
}

test('a line of a final month is taken back, and its expert reads why', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const before = await marit.get<Pay>('/me/pay')
    const final = before.months.find((each) => each.final)
    if (!final) throw new Error('no month is final')

    const desk = await arrives(browser)
    await signsIn(desk, k, k.login('admin'), `/manage/pay?month=${final.month}`)
    await looksAt(desk, 'manage-pay')
    await desk.getByRole('button', { name: /^Avocet/ }).click()
    await desk.getByRole('button', { name: 'Correct' }).click()
    await desk.getByLabel('Take a line back').selectOption({ index: 2 })
    await expect(desk.getByLabel('Amount (EUR)')).toHaveValue('-2.40')
    await desk.getByLabel('Reason').fill('It was our own test.')
    await desk.getByRole('button', { name: 'Book it' }).click()
    await expect(desk.getByRole('dialog')).toBeHidden()
    const [file] = await Promise.all([
      desk.waitForEvent('download'),
      desk.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toBe(`compensation-${final.month}.csv`)
    expect(await readFile(await file.path(), 'utf8')).toContain('Avocet,conversation,')

    const page = await arrives(browser)
    await signsIn(page, k, k.login('expert', 'marit'), '/pay')
    await expect(page.getByText('“It was our own test.”')).toBeVisible()
    await looksAt(page, 'pay')
    const after = await marit.get<Pay>('/me/pay')
    expect(after.months.find((each) => each.month === final.month)).toEqual(final)
    expect(after.months[0]?.cents).toBe((before.months[0]?.cents ?? 0) - 240)
  } finally {
    await k.remove()
  }
})
