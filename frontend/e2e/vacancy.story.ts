// From the link of a vacancy to an answer. Somebody reads the page in Dutch with scripts switched off, applies, and keeps
// their own link; a manager reads the application, looks the purchase up and invites. Somebody else reads the
// page in English, mends what was wrong, and is turned down kindly by a manager who reads Dutch. That manager begins a
// group and opens the next, asks a customer of the shop personally, and publishes other house rules.
import { expect, type Page, test } from '@playwright/test'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

const why = 'Ik leg graag uit, ook twee keer. Mijn buren weten me al te vinden.'

test.describe
  .serial('a customer applies', () => {
    let k: Kenner
    let link = ''
    test.beforeAll(async () => {
      k = await Kenner.demo()
    })
    test.afterAll(() => k.remove())

    test('without a script, in Dutch, by a link that knows its source', async ({ browser }) => {
      const manager = await arrives(browser)
      await signsIn(manager, k, k.login('manager'), '/manage/vacancies', 'en')
      await manager.getByRole('link', { name: /join\/expert/ }).click()
      const shared = await manager
        .getByText(/\/join\/expert\?s=/)
        .first()
        .textContent()
      await looksAt(manager, 'a vacancy for staff')
      await manager.context().close()

      const page = await arrives(browser, { javaScriptEnabled: false, locale: 'nl-NL' })
      const heard = listens(page.context(), k)
      await page.goto(String(shared))
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help anderen met wat jij al hebt')
      await page.getByRole('link', { name: 'English' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help others with what you already own')
      await page.getByRole('link', { name: 'Nederlands' }).click()
      await page.getByLabel('Je naam').fill('Sietske Wiersma')
      await page.getByLabel('E-mail').fill('sietske@mail.example')
      await page.getByLabel('Wat je bij ons kocht').fill('Tide, NA-10999')
      await page.getByLabel('Waarom wil je anderen helpen?').fill(why)
      await page.getByLabel('Ik ben 18 of ouder').check()
      await page.getByLabel('Ik heb de huisregels gelezen en houd me eraan').check()
      await page.getByLabel('Ik vind het goed dat klanten dit over mij lezen').check()
      await page.getByRole('button', { name: 'Mijn aanmelding versturen' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Dank je. Je aanmelding is binnen')
      link = String(await page.getByRole('link', { name: 'Mijn pagina openen' }).getAttribute('href'))
      expect(link).toContain('/application#cnd_')
      await page.reload()
      expect(
        await page.getByRole('link', { name: 'Mijn pagina openen' }).getAttribute('href'),
        'sent twice is once',
      ).toBe(link)
      expect(heard).toEqual([])
      await page.context().close()
    })

    test('a manager reads it and answers in time', async ({ browser }) => {
      const page = await arrives(browser)
      const heard = listens(page.context(), k)
      await signsIn(page, k, k.login('manager'), '/manage/applications', 'en')
      await page.getByRole('link', { name: /Sietske Wiersma/ }).click()
      await expect(page.getByText(why)).toBeVisible()
      const invite = page.getByRole('button', { name: 'Uitnodigen voor de auditie' })
      await expect(invite).toHaveAttribute('aria-disabled', 'true')
      await page.getByRole('button', { name: 'Ik heb het opgezocht' }).click()
      await looksAt(page, 'an application')
      await invite.click()
      await expect(page.getByText('We gaan graag met je verder', { exact: false })).toBeVisible()
      expect(heard).toEqual([])
      await page.context().close()
    })

    test('the answer stands on a page of their own', async ({ browser }) => {
      const page = await arrives(browser, { locale: 'nl-NL' })
      await page.goto(link)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hallo Sietske')
      await expect(page.getByText(/Je bent nummer \d op de wachtlijst\./)).toBeVisible()
      await looksAt(page, 'a candidates page')
      await page.getByRole('button', { name: 'Mijn aanmelding intrekken' }).click()
      await page.getByRole('button', { name: 'Intrekken', exact: true }).click()
      await expect(page.getByText('Je hebt je aanmelding ingetrokken.', { exact: false }).first()).toBeVisible()
      await page.context().close()
    })

    test('what was wrong is mended, and a no is kind, in English and Dutch', async ({ browser }) => {
      const page = await arrives(browser)
      await page.goto(`${k.app}/join/expert?l=en`)
      await looksAt(page, 'a vacancy')
      await fills(page)
      await page.getByLabel('E-mail').fill('rhona@localhost')
      await page.getByLabel('Why would you like to help others?').fill('I like to explain things     ')
      await page.getByRole('button', { name: 'Send my application' }).click()
      await page.getByRole('link', { name: 'Open my page' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello Rhona')

      const manager = await arrives(browser, { locale: 'nl-NL' })
      await signsIn(manager, k, k.login('manager'), '/manage/applications', 'nl')
      await manager.getByRole('link', { name: /Rhona Keith/ }).click()
      await manager.getByRole('button', { name: 'Afwijzen', exact: true }).click()
      await manager.getByRole('dialog').getByRole('button', { name: 'Afwijzen', exact: true }).click()
      await expect(manager.getByText('We have read your application with care', { exact: false })).toBeVisible()
      await page.reload()
      await expect(page.getByText('We have read your application with care', { exact: false }).first()).toBeVisible()
      await manager.context().close()
      await page.context().close()
    })

    test('a manager begins a group, asks a customer of the shop and changes the house rules', async ({ browser }) => {
      const page = await arrives(browser, { locale: 'nl-NL' })
      const heard = listens(page.context(), k)
      const token = await (await page.request.get(`${k.shop}/demo/identity?who=noor`)).text()
      const known = await page.request.post(`${k.app}/api/v1/visitors/identify`, {
        data: { identityToken: token, language: 'nl' },
      })
      expect(known.ok(), 'the shop vouches for Noor').toBe(true)
      await signsIn(page, k, k.login('manager'), '/manage/vacancies', 'nl')
      await page.getByRole('link', { name: /join\/expert/ }).click()
      await page.getByRole('button', { name: 'Beginnen: niemand meer erbij' }).click()
      await expect(page.getByRole('listitem').filter({ hasText: /Groep 1 .* begon / })).toBeVisible()
      await page.getByRole('button', { name: 'Volgende groep openen' }).click()
      await expect(page.getByRole('listitem').filter({ hasText: /Groep 2 .* vult zich/ })).toBeVisible()

      await page.getByLabel('Gaf een antwoord minstens').selectOption({ label: '4 sterren' })
      await expect(page.getByText('0 klanten kunnen gevraagd worden'), 'she rated nothing yet').toBeVisible()
      await page.getByLabel('Gaf een antwoord minstens').selectOption({ label: 'maakt niet uit' })
      await expect(page.getByText('1 klant kan gevraagd worden')).toBeVisible()
      await page.getByRole('button', { name: 'Uitnodigingen maken' }).click()
      await expect(page.getByText('1 persoonlijke uitnodiging')).toBeVisible()
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Bestand meenemen (CSV)' }).click()
      expect((await saved).suggestedFilename()).toBe('invitations-expert.csv')
      await expect(page.getByText('0 klanten kunnen gevraagd worden'), 'nobody is asked twice').toBeVisible()

      await page.getByRole('link', { name: /Huisregels en vermelding/ }).click()
      const rules = page.locator('form').filter({ has: page.getByRole('heading', { name: 'Huisregels' }) })
      await expect(rules.getByText('Versie 1')).toBeVisible()
      const dutch = rules.getByLabel('Huisregels: Nederlands')
      await dutch.fill(`${await dutch.inputValue()}\nIk zeg het als ik iets niet weet.`)
      await looksAt(page, 'house rules for staff')
      await rules.getByRole('button', { name: 'Nieuwe versie publiceren' }).click()
      await expect(rules.getByText('Versie 2')).toBeVisible()
      await page.goto(`${k.app}/join/expert?l=nl`)
      await expect(page.getByText('Ik zeg het als ik iets niet weet.')).toBeAttached()
      expect(heard).toEqual([])
      await page.context().close()
    })
  })

async function fills(page: Page) {
  await page.getByLabel('Your name').fill('Rhona Keith')
  await page.getByLabel('What you bought from us').fill('Ebb earbuds')
  await page.getByLabel('I am 18 or older').check()
  await page.getByLabel('I have read the house rules and keep to them').check()
  await page.getByLabel('I agree that customers are told this about me').check()
}
