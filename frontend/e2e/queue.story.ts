// Who waits is told where they are, and need not stay: a place falls while one looks, a question is left with a promise, an expert
// picks it from the board, and the answer is there when its customer comes back.
import { expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, opensWidget, said, signsIn } from './people'

const first = 'Does the Kwelder fold flat for travelling?'
const second = 'Can the Wad 2 be worn in the rain?'
const answer = 'It does not fold, but the cups turn flat.'

test.describe('the queue', () => {
  let k: Kenner
  test.beforeAll(async () => {
    k = await Kenner.demo('--limits', 'off')
  })
  test.afterAll(() => k.remove())

  test('a question is left, picked from the board and answered', async ({ browser }) => {
    const anne = await arrives(browser)
    const left = await asks(anne, first)
    await expect(left.getByText('You are next', { exact: true })).toBeVisible()
    const bram = await arrives(browser, { viewport: { width: 360, height: 640 } })
    const waits = await asks(bram, second)
    await expect(waits.getByText('second in line', { exact: true })).toBeVisible()

    await left.getByRole('button', { name: /^Leave it, we answer by / }).click()
    await expect(left.getByRole('heading', { name: 'Your question is with us' })).toBeVisible()
    await expect(left.getByText(/^An answer by /)).toBeVisible()
    await expect(waits.getByText('You are next', { exact: true }), 'the place falls while one looks').toBeVisible()
    await expect(waits.getByText('was second before', { exact: true })).toBeVisible()
    await anne.goto('about:blank')

    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/questions')
    const board = work.getByRole('list', { name: 'Questions to pick' })
    const card = board.getByRole('listitem').filter({ hasText: first })
    await expect(card).toBeVisible()
    await card.getByRole('button', { name: 'Pick it' }).click()
    await expect(card.getByRole('alert'), 'only on duty').toBeVisible()

    const marit = await Api.as(k, k.login('expert', 'marit'))
    await marit.put('/me/presence', { state: 'available' })
    await expect(waits.getByText('Somebody is looking at it now')).toBeVisible()
    await card.getByRole('button', { name: 'Pick it' }).click()
    await expect(work).toHaveURL(`${k.app}/work`)
    await expect(said(work, first)).toBeVisible()
    const field = work
      .locator('[data-seat]')
      .filter({ hasText: first })
      .getByRole('textbox', { name: /^Write to / })
    await field.fill(answer)
    await field.press('Enter')

    await anne.goto(`${k.shop}/demo/`)
    const found = await opensWidget(anne, k)
    await expect(said(found, answer), 'the answer is found on return').toBeVisible()
    await expect(found.getByRole('heading', { name: 'Marit' })).toBeVisible()
    await work.goto(`${k.app}/questions`)
    await expect(work.getByRole('heading', { name: 'Nothing is left open' })).toBeVisible()
  })

  test('one question waits for each visitor', async ({ browser }) => {
    const page = await arrives(browser)
    const widget = await asks(page, 'Where do I find the manual?')
    // Another tab of this visitor asks at the same moment, and is slower.
    await widget.evaluate((question) => {
      const key = Object.keys(localStorage).find((each) => each.endsWith('current'))
      const asked = { key: crypto.randomUUID(), question, language: 'en', at: Date.now() }
      localStorage.setItem(`${key?.slice(0, -'current'.length)}question`, JSON.stringify(asked))
    }, 'And is there a warranty?')
    await page.reload()
    const again = await opensWidget(page, k)
    await expect(again.getByText('This question of yours still waits.', { exact: false })).toBeVisible()
    await expect(again.getByText('Where do I find the manual?', { exact: true })).toBeVisible()
    await expect(again.getByRole('textbox'), 'nothing typed is lost').toHaveValue('And is there a warranty?')
  })

  async function asks(page: Page, question: string): Promise<Frame> {
    await page.goto(`${k.shop}/demo/`)
    const widget = await opensWidget(page, k)
    await widget.getByLabel('What would you like to know?').fill(question)
    await widget.getByRole('button', { name: 'Ask an expert' }).click()
    await expect(widget.getByText(question, { exact: true })).toBeVisible()
    return widget
  }
})
