// What is worth no points. Bram thanks Sanne for something she did, she reads it and goes on the wall of merit, and the team
// takes away kudos that name a customer.
import { expect, test } from '@playwright/test'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test('kudos are given, read, seen on the wall and hidden', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const sanne = await arrives(browser)
    await signsIn(sanne, k, k.login('expert', 'sanne'), '/merit')
    await expect(sanne.getByRole('heading', { name: 'Wall of merit' })).toBeVisible()
    await expect(sanne.getByRole('heading', { name: 'Badges' })).toBeVisible()
    await looksAt(sanne, 'merit')

    const bram = await arrives(browser)
    await signsIn(bram, k, k.login('expert', 'bram'), '/merit')
    await bram.getByRole('button', { name: 'Give kudos' }).click()
    const form = bram.getByRole('dialog')
    await form.getByLabel('Whom', { exact: true }).first().fill('Sanne')
    await form.getByRole('radio', { name: /^Sanne/ }).check({ force: true })
    await form.getByLabel('What was good?').fill('You called Mrs De Wit by her name all evening.')
    await form.getByRole('button', { name: 'Send it' }).click()
    await expect(form).toBeHidden()

    await expect(sanne.getByText('You called Mrs De Wit by her name all evening.').first()).toBeVisible()
    const wall = sanne.getByLabel('Show me on the wall of merit')
    if (!(await wall.isChecked())) await wall.check({ force: true })
    await expect(sanne.getByText(/for Sanne/).first()).toBeVisible()

    const admin = await arrives(browser)
    await signsIn(admin, k, k.login('admin'), '/merit')
    const said = admin.getByRole('listitem').filter({ hasText: 'You called Mrs De Wit' })
    await said.getByRole('button', { name: 'Hide' }).click()
    await admin.getByRole('dialog').getByLabel('Why').fill('It names a customer.')
    await admin.getByRole('dialog').getByRole('button', { name: 'Hide the words' }).click()
    await expect(said).toBeHidden()
    await looksAt(admin, 'merit of the team')
    await expect(sanne.getByText('You called Mrs De Wit by her name all evening.')).toBeHidden()

    // What was said to an expert has a page for the team, also of who is not on the wall.
    await admin.goto(`${k.app}/manage/experts`)
    await admin.getByRole('link', { name: /^Marit/ }).click()
    await admin.getByRole('link', { name: 'Recognition' }).click()
    await expect(admin.getByRole('heading', { name: 'What was said' })).toBeVisible()
    await expect(admin.getByRole('button', { name: 'Hide', exact: true }).first()).toBeVisible()
    await looksAt(admin, 'manage-merit')
  } finally {
    await k.remove()
  }
})
