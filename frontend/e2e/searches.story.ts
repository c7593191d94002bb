// What somebody looked for in vain becomes an article. A manager sees the search, begins the draft with one click and writes
// it, somebody else publishes it, and the same search finds it.
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, goesTo, signsIn } from './people'

type Kept = { id: string; items: { id: string; title: string }[] }

test.describe
  .serial('a search in vain becomes an article', () => {
    let k: Kenner
    let visitor: Api
    let ilse: Page
    const look = (text: string, language = 'en') => visitor.post<Kept>('/searches', { text, language })
    const asks = (search: Kept) => visitor.post(`/searches/${search.id}/outcomes`, { outcome: 'asked' })

    test.beforeAll(async ({ browser }) => {
      k = await Kenner.demo('--staff-factor', 'off')
      visitor = await Api.visitor(k, 'Roos', 'en')
      ilse = await arrives(browser)
    })
    test.afterAll(() => k.remove())

    test('a manager sees what nobody found', async () => {
      await signsIn(ilse, k, k.login('admin'), '/manage/settings')
      await goesTo(ilse, 'Searches')
      await expect(ilse.getByRole('heading', { name: 'Searches', level: 1 })).toBeVisible()
      for (let times = 0; times < 3; times++) {
        const kept = await look('Zwabberkoord  oprollen!')
        expect(kept.items, 'nothing is found').toEqual([])
        if (times === 0) await asks(kept)
      }
      await look('knisperfilter', 'nl')
      await ilse.reload()
      const row = ilse.getByRole('listitem').filter({ hasText: 'zwabberkoord oprollen' })
      await expect(row.getByRole('definition')).toHaveText([/3/, '3', '1', /\d/])
      await expect(row).toContainText('English')
      await looksAt(ilse, 'searches in vain')
    })

    test('one click begins the draft, and opens it to write', async () => {
      await ilse.getByRole('button', { name: 'Write the article about “zwabberkoord oprollen”' }).dblclick()
      await expect(ilse).toHaveURL(/\/manage\/articles\/art_[-\w]+\?write/)
      await expect(ilse.getByLabel('Title')).toHaveValue('Zwabberkoord oprollen')
      await ilse.getByLabel('Summary').fill('Roll it over your elbow, never around the plug.')
      await ilse
        .getByLabel('Text')
        .fill('## Like this\n\nLay the cord over your elbow and your thumb. Put the end through the eye.')
      await ilse.getByRole('button', { name: 'Save a version' }).click()
      await ilse.getByRole('button', { name: 'Ask for a review' }).click()
      await expect(ilse.getByText('It waits for somebody who did not write it.')).toBeVisible()

      await goesTo(ilse, 'Searches')
      const row = ilse.getByRole('listitem').filter({ hasText: 'zwabberkoord oprollen' })
      await expect(row.getByRole('link')).toHaveText(/In review.*Zwabberkoord oprollen/)
      await expect(row.getByRole('button')).toHaveCount(0)
    })

    test('somebody else publishes it, and the same search finds it', async ({ browser }) => {
      const hidde = await arrives(browser, { locale: 'nl-NL' })
      await signsIn(hidde, k, k.login('manager'), '/manage/searches', 'nl')
      await hidde.getByRole('link', { name: /Zwabberkoord oprollen/ }).click()
      await hidde.getByRole('button', { name: 'Publiceer', exact: true }).click()
      await expect(hidde.getByText(/· Gepubliceerd ·/)).toBeVisible()
      await hidde.context().close()

      let found = await look('zwabberkoord oprollen')
      await expect(async () => {
        if (found.items.length === 0) found = await look('zwabberkoord oprollen')
        expect(found.items.map(({ title }) => title)).toEqual(['Zwabberkoord oprollen'])
      }).toPass()
      const articleId = found.items[0]?.id
      await visitor.post(`/searches/${found.id}/openings`, { articleId })
      await visitor.post(`/searches/${found.id}/outcomes`, { outcome: 'solved', articleId })
      const again = await look('zwabberkoord oprollen')
      await visitor.post(`/searches/${again.id}/openings`, { articleId })
      await asks(again)
      await look('zwabberkoord')

      await ilse.reload()
      const row = ilse.getByRole('listitem').filter({ hasText: '“zwabberkoord oprollen”' })
      await expect(row, 'one was asked all the same since').toContainText(/Published/)
      await ilse.getByRole('button', { name: 'By article' }).click()
      const did = ilse.getByRole('listitem').filter({ hasText: 'Zwabberkoord oprollen' })
      await expect(did.getByRole('definition')).toHaveText([/^3$/, /^2\s*67 %/, /^1\s*33 %/, /^1\s*33 %/])
      await ilse.getByLabel('Period').selectOption('7 days')
      await expect(did).toBeVisible()
      await looksAt(ilse, 'what articles did')
      const saving = ilse.waitForEvent('download')
      await ilse.getByRole('button', { name: 'Save as CSV' }).click()
      expect((await saving).suggestedFilename()).toBe('deflection-7.csv')
      await ilse.getByRole('button', { name: 'By term' }).click()
      await expect(ilse.getByRole('heading', { name: 'What became of each term' })).toBeVisible()
      await looksAt(ilse, 'what became of terms')
    })

    test('a page that helped too few is left out, and says why', async ({ browser }) => {
      const page = await (await Api.as(k, k.login('admin'))).get<{ items: { id: string; title: string }[] }>(
        '/articles?query=zwabberkoord&limit=1',
      )
      const id = page.items[0]?.id
      for (let times = 0; times < 10; times++) {
        const reader = await Api.visitor(k, `Reader ${times}`, 'en')
        await reader.put(`/published-articles/${id}/vote`, { helped: times < 2 })
      }
      expect((await look('zwabberkoord oprollen')).items, 'nobody is led there').toEqual([])
      const other = await arrives(browser)
      await signsIn(other, k, k.login('admin'), '/manage/searches?show=articles&days=30')
      const left = other.getByRole('region', { name: 'Left out of the search' })
      await expect(left).toContainText('helped 2 of 10 who voted')
      await looksAt(other, 'left out of the search')
      await left
        .getByRole('listitem')
        .filter({ hasText: 'Zwabberkoord' })
        .getByRole('link', { name: 'Improve it' })
        .click()
      await expect(other.getByLabel('Title')).toHaveValue('Zwabberkoord oprollen')
      await other.context().close()
    })
  })
