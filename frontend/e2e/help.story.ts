// Help before a person: answers stand beneath the question while it is typed, and the way to an expert stands below them all
// the time. One customer is helped by what they read, another is not and asks, and staff see what each article did for both.
// Around the chat, the help centre is read without a script.
import { expect, type Frame, type Page, test } from '@playwright/test'
import { Api } from './api'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, opensWidget } from './people'

type Deflection = { title: string; shown: number; opened: number; solved: number; asked: number }
type Term = { term: string; searches: number; failed: number; asked: number }

const pads = 'Fit new pads on the Kwelder'
const hum = 'Connect a record player to the Terp'

test.describe
  .serial('help before a person', () => {
    let k: Kenner
    let staff: Api
    test.beforeAll(async () => {
      k = await Kenner.demo()
      staff = await Api.as(k, k.login('admin'))
    })
    test.afterAll(() => k.remove())

    const did = async (title: string) => {
      const all = await staff.get<{ items: Deflection[] }>('/deflections')
      const found = all.items.find((each) => each.title === title)
      return found ?? { title, shown: 0, opened: 0, solved: 0, asked: 0 }
    }
    const termed = async (term: string) =>
      (await staff.get<{ items: Term[] }>('/search-terms')).items.find((each) => each.term === term)

    test('an answer is read and helps, and nobody was asked', async ({ browser }) => {
      const before = await did(pads)
      const shop = await arrives(browser)
      const heard = listens(shop.context(), k)
      await shop.goto(`${k.shop}/demo/`)
      const widget = await opensWidget(shop, k)
      const field = widget.getByLabel('What would you like to know?')
      const ask = widget.getByRole('button', { name: 'Ask an expert' })
      await expect(ask).toBeInViewport()
      await field.pressSequentially('My Kwelder sounds thin, new pads')
      const answers = widget.getByRole('region', { name: 'Perhaps this helps' })
      await expect(answers.getByRole('button')).toHaveCount(1)
      await expect(widget.getByRole('status').filter({ hasText: 'One article may help.' })).toBeAttached()
      await expect(answers.locator('mark').first()).toBeVisible()
      await expect(ask, 'whatever was found').toBeInViewport({ ratio: 1 })
      await expect(field, 'typing goes on').toBeFocused()
      await looksAt(shop, 'help beneath the question', widget)

      await shop.keyboard.press('Tab')
      await expect(answers.getByRole('button')).toBeFocused()
      await shop.keyboard.press('Enter')
      await expect(widget.getByRole('heading', { name: pads })).toBeFocused()
      await expect(widget.getByText('Press at twelve, four and eight', { exact: false })).toBeVisible()
      await expect(ask).toBeInViewport({ ratio: 1 })
      await looksAt(shop, 'help that is read', widget)

      await shop.keyboard.press('Escape')
      await expect(answers.getByRole('button'), 'the focus is where it was').toBeFocused()
      await expect(field).toHaveValue('My Kwelder sounds thin, new pads')
      await expect(shop.locator('kenner-chat'), 'Escape went back, not out').toHaveAttribute('open')
      await answers.getByRole('button').click()
      await widget.getByRole('group', { name: 'Did that help?' }).getByRole('button', { name: 'Yes' }).click()
      await expect(widget.getByRole('heading', { name: 'Good to hear' })).toBeFocused()
      await expect(ask).toBeInViewport({ ratio: 1 })
      await expect(widget.getByRole('link', { name: pads })).toHaveAttribute(
        'href',
        '/help/en/fit-new-pads-on-the-kwelder',
      )
      await looksAt(shop, 'help that helped', widget)
      await expect
        .poll(() => did(pads))
        .toMatchObject({
          shown: before.shown + 1,
          opened: before.opened + 1,
          solved: before.solved + 1,
          asked: before.asked,
        })

      await widget.getByRole('button', { name: 'Ask something else' }).click()
      await expect(field).toHaveValue('')
      await expect(field).toBeFocused()
      expect(heard).toEqual([])
      await shop.context().close()
    })

    test('another is not helped and asks, with the words kept', async ({ browser }) => {
      const before = await did(hum)
      const shop = await arrives(browser, { viewport: { width: 360, height: 780 } })
      const heard = listens(shop.context(), k)
      const question = 'My record player hums, whatever I do.'
      await shop.goto(`${k.app}/chat`)
      const widget = shop.mainFrame()
      await types(shop, widget, question)
      const found = widget.getByRole('button', { name: hum })
      await found.click()
      await expect(widget.getByRole('heading', { name: hum })).toBeFocused()
      await widget.getByRole('group', { name: 'Did that help?' }).getByRole('button', { name: 'No' }).click()
      const ask = widget.getByRole('button', { name: 'Ask an expert' })
      await expect(ask).toBeFocused()
      await expect(found, 'it is not shown for this question again').toHaveCount(0)
      await expect(widget.getByLabel('What would you like to know?')).toHaveValue(question)
      await expect(widget.getByText('Then somebody who owns it will look.', { exact: false })).toBeVisible()
      await looksAt(shop, 'help that did not help')
      await ask.click()
      await expect(widget.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
      await expect(widget.getByText(question)).toBeVisible()
      await expect
        .poll(() => did(hum))
        .toMatchObject({ opened: before.opened + 1, solved: before.solved, asked: before.asked + 1 })
      expect(heard).toEqual([])
      await shop.context().close()
    })

    test('what fails is silent, and what is not found is told to staff', async ({ browser }) => {
      const shop = await arrives(browser, { locale: 'nl-NL' })
      await shop.goto(`${k.app}/chat`)
      await shop.route('**/api/v1/answers?*', (route) => route.abort())
      await types(shop, shop.mainFrame(), 'Twee telefoons tegelijk op de Wad 2?')
      const tried = shop.waitForEvent('requestfailed', (request) => request.url().includes('/answers?'))
      await shop.keyboard.type('?')
      await tried
      await expect(shop.getByRole('region', { name: 'Misschien helpt dit' })).toHaveCount(0)
      await expect(shop.getByRole('alert')).toHaveCount(0)
      await expect(shop.getByText('De server antwoordt niet.')).toHaveCount(0)
      await shop.unroute('**/api/v1/answers?*')

      const field = shop.getByLabel('Wat wil je weten?')
      const answered = shop.waitForResponse((response) => response.url().includes('kwallen'))
      await field.fill('kwallen')
      await answered
      await expect(shop.getByRole('region', { name: 'Misschien helpt dit' })).toHaveCount(0)
      await shop.getByRole('button', { name: 'Vraag een kenner' }).click()
      await expect(shop.getByRole('heading', { name: 'Er komt een kenner aan' })).toBeVisible()
      await expect.poll(() => termed('kwallen')).toMatchObject({ searches: 1, failed: 1, asked: 1 })
      await shop.context().close()
    })

    test('the help centre is read without a script', async ({ browser }) => {
      const page = await arrives(browser, { javaScriptEnabled: false })
      const heard = listens(page.context(), k)
      await page.goto(`${k.app}/help`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help')
      await page.getByRole('link', { name: pads }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(pads)
      await page.getByRole('button', { name: 'No', exact: true }).click()
      await expect(page.getByRole('status')).toHaveText('Thank you for telling us. Ask somebody who knows, right now.')
      await expect(page.getByRole('link', { name: 'Ask an expert' })).toBeVisible()
      await page.getByRole('link', { name: 'Nederlands' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nieuwe kussens op de Kwelder zetten')
      expect(heard).toEqual([])
      await page.context().close()
      // What looks at a page needs scripts; the page has none.
      const eyes = await arrives(browser)
      await eyes.goto(`${k.app}/help`)
      await looksAt(eyes, 'the help centre')
      await eyes.getByRole('link', { name: pads }).click()
      await looksAt(eyes, 'an article of the help centre')
      expect(await eyes.locator('script:not([type="application/ld+json"])').count()).toBe(0)
      await eyes.context().close()
    })
  })

async function types(page: Page, widget: Frame, text: string) {
  await widget.getByRole('textbox').first().click()
  await page.keyboard.type(text)
}
