// The board hangs on a wall where nobody is signed in, and moves while one looks; managers see the whole floor and are one click
// away from every conversation.
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

test.describe
  .serial('the demo plays', () => {
    let k: Kenner
    let manager: Page
    test.beforeAll(async ({ browser }) => {
      k = await Kenner.lively()
      manager = await arrives(browser)
    })
    test.afterAll(() => k.remove())

    test('a screen shows the board by its link, moves by itself, and goes dark when the link is taken back', async ({
      browser,
    }) => {
      await signsIn(manager, k, k.login('admin'), '/manage/screens')
      await expect(manager.getByRole('heading', { name: 'No screen yet' })).toBeVisible()
      await looksAt(manager, 'manage-screens')
      await manager.getByLabel('Which wall').fill('Canteen')
      await manager.getByRole('button', { name: 'Make a link' }).click()
      const link = await manager.getByText(/\/board#scr_/).textContent()
      expect(link).toContain(`${k.app}/board#scr_`)

      const wall = await arrives(browser, { viewport: { width: 1920, height: 1080 } })
      await wall.goto(String(link))
      await expect(wall.getByRole('heading', { level: 1 })).toContainText('Noorder Audio')
      const scores = () => wall.getByRole('main').innerText()
      const before = await scores()
      await expect.poll(scores, { message: 'the board moves', timeout: 120_000 }).not.toBe(before)
      await expect(wall.getByRole('link'), 'nothing to sign in to').toHaveCount(0)
      await looksAt(wall, 'wall-screen')

      await manager.getByRole('button', { name: 'Take back the link of Canteen' }).click()
      await manager.getByRole('button', { name: 'Take back', exact: true }).last().click()
      await expect(manager.getByRole('heading', { name: 'No screen yet' })).toBeVisible()
      await expect(wall.getByRole('alert')).toContainText('This screen’s link was taken back')
      await wall.reload()
      await expect(wall.getByRole('alert')).toContainText('This screen’s link was taken back')
      await wall.context().close()
    })

    test('a manager sees the floor, and opens a conversation with one click', async () => {
      await manager.goto(`${k.app}/`)
      await expect(manager).toHaveURL(`${k.app}/manage/live`)
      const held = manager.getByRole('link', { name: /Open the conversation$/ })
      await expect(held.first()).toBeVisible({ timeout: 60_000 })
      await looksAt(manager, 'live-wall')
      await held.first().click()
      await expect(manager).toHaveURL(/\/manage\/conversations\/cnv_/)
      await expect(manager.getByRole('log')).toBeVisible()
    })

    test('who joins in as an expert is not played any more', async ({ browser }) => {
      const page = await arrives(browser)
      const sanne = k.ready.logins.find((login) => login.email.startsWith('sanne'))
      if (!sanne) throw new Error('nobody is called Sanne')
      await signsIn(page, k, sanne, '/work')
      await page.getByRole('button', { name: 'Start now' }).click()
      await expect(page.getByText('On duty')).toBeVisible()
      const me = await Api.as(k, sanne)
      await expect.poll(async () => (await me.get<{ state: string }>('/me/presence')).state).toBe('available')
      await expect(page.getByRole('heading', { name: 'Would you take this?' })).toBeVisible({ timeout: 90_000 })
      await page.context().close()
    })
  })
