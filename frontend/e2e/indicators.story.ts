// A manager looks at the numbers, opens the conversations behind one, and brings in what came by telephone: a file with a wrong
// line first, then one that is right, then the same again, which changes nothing.
import { expect, type Page, test } from '@playwright/test'
import { listens, looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, goesTo, signsIn } from './people'

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
const file = (...rows: string[]) => ({
  name: 'telephone.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(['external_id;channel;day;hour;count', ...rows, ''].join('\r\n')),
})

test.describe
  .serial('numbers that open their conversations', () => {
    let k: Kenner
    let ilse: Page
    let heard: string[]

    test.beforeAll(async ({ browser }) => {
      k = await Kenner.demo('--staff-factor', 'off')
      ilse = await arrives(browser)
      heard = listens(ilse.context(), k)
    })
    test.afterAll(() => k.remove())

    test('a manager reads the numbers and opens the conversations behind one', async () => {
      await signsIn(ilse, k, k.login('admin'), '/manage/settings')
      await goesTo(ilse, 'Indicators')
      await expect(ilse.getByRole('heading', { name: 'Indicators', level: 1 })).toBeVisible()
      const says = ilse.getByRole('region', { name: 'What customers say' })
      const row = says.getByRole('listitem').filter({ hasText: 'Four or five stars' })
      await expect(row).toContainText(/\d+ %/)
      await expect(row).toContainText(/surely \d+ to \d+ %/)
      const waits = ilse.getByRole('region', { name: 'How long customers wait' })
      await expect(waits.getByRole('listitem').first()).toContainText(/9 in 10 within .* · mean /)
      await looksAt(ilse, 'indicators')
      const opens = row.getByRole('link', { name: 'Open the conversations behind “Satisfaction”' })
      const count = Number((await opens.textContent())?.match(/\d+/)?.[0])
      await opens.click()
      await expect(ilse.getByRole('heading', { name: 'Satisfaction', level: 1 })).toBeVisible()
      await expect(ilse.getByText(`The number rests on ${count} conversations.`)).toBeVisible()
      await looksAt(ilse, 'behind a number')
      await ilse.getByRole('region', { name: 'Conversations' }).getByRole('link').first().click()
      await expect(ilse).toHaveURL(/\/manage\/conversations\/cnv_/)
    })

    test('a wrong line keeps everything out', async () => {
      await goesTo(ilse, 'Indicators')
      await ilse.getByRole('link', { name: 'Telephone, mail and tickets' }).click()
      await ilse.getByLabel('Where it is from').fill('telephone')
      await ilse
        .getByLabel('Choose a CSV file')
        .setInputFiles(file(`a;phone;${yesterday};10;14`, `b;pigeon;${yesterday};11;3`))
      await expect(ilse.getByText('Nothing was imported: 1 thing is to be put right.')).toBeVisible()
      await expect(ilse.getByText('Line 2')).toBeVisible()
      await expect(ilse.getByRole('button', { name: /^Import/ })).toHaveCount(0)
      await looksAt(ilse, 'an import with a wrong line')
    })

    test('what is right comes in once', async () => {
      for (const said of ['17 contacts were imported.', 'All 2 lines were there already. Nothing changed.']) {
        await ilse
          .getByLabel('Choose a CSV file')
          .setInputFiles(file(`a;phone;${yesterday};10;14`, `b;phone;${yesterday};11;3`))
        await ilse.getByRole('button', { name: /^Import/ }).click()
        await expect(ilse.getByText(said)).toBeVisible()
      }
      await looksAt(ilse, 'imports')
      await ilse.getByRole('link', { name: 'Indicators', exact: true }).first().click()
      const media = ilse.getByRole('region', { name: 'Every way in' }).first()
      await expect(media.getByRole('row').filter({ hasText: 'Telephone' }).getByRole('cell').first()).toHaveText('17')
      const hour = ilse.getByRole('region', { name: 'By the hour of the day' }).first().getByRole('row')
      await expect(hour.filter({ has: ilse.getByRole('rowheader', { name: '10:00' }) })).toContainText('14')
    })

    test('everything can be saved as CSV', async () => {
      for (const [label, name] of [
        ['Indicators', 'indicators-28.csv'],
        ['Each conversation', 'episodes-28.csv'],
      ] as const) {
        await ilse.getByLabel('File').selectOption(label)
        const saving = ilse.waitForEvent('download')
        await ilse.getByRole('button', { name: 'Save as CSV' }).click()
        expect((await saving).suggestedFilename()).toBe(name)
      }
      expect(heard).toEqual([])
    })
  })
