// What customers ask again and again becomes a change. A spike is found within a day, an expert reports what they see and
// colleagues vote for an idea; a manager takes the problem up, plans a change, and closes the one whose contacts fell.
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, goesTo, lane, signsIn } from './people'

type Reasons = { items: { id: string; name: string; parentId?: string }[] }

test.describe
  .serial('from a spike to a closed problem', () => {
    let k: Kenner
    let ilse: Page

    test.beforeAll(async ({ browser }) => {
      k = await Kenner.demo('--staff-factor', 'off', '--limits', 'off')
      ilse = await arrives(browser)
    })
    test.afterAll(() => k.remove())

    test('an expert reports what they see, and posts an idea', async ({ browser }) => {
      const marit = await arrives(browser)
      await signsIn(marit, k, k.login('expert', 'marit'), '/work')
      await marit.getByRole('button', { name: 'Start now' }).click()
      const reasons = await (await Api.as(k, k.login('admin'))).get<Reasons>('/contact-reasons?language=en')
      const reasonId = reasons.items.find(({ name }) => name === 'Cleaning')?.id
      const visitor = await Api.visitor(k, 'Roos', 'en')
      await visitor.post('/conversations', { question: 'May I wash the pads of my headphones?', reasonId })
      await marit.getByRole('button', { name: 'Take it' }).click()
      const report = lane(marit, 1).getByRole('button', { name: 'Report a problem' }).first()
      await report.click()
      await looksAt(marit, 'an expert reports a problem')
      await lane(marit, 1).getByLabel('What do you see?').fill('The third who threw the booklet away.')
      await lane(marit, 1).getByRole('button', { name: 'Report it' }).click()
      await expect(lane(marit, 1).getByText(/^Reported: Cleaning/)).toBeVisible()

      await marit.goto(`${k.app}/ideas`)
      await expect(marit.getByRole('region', { name: 'What became of what I reported' })).toContainText(
        'You reported it first.',
      )
      await marit.getByRole('button', { name: 'Post an idea' }).click()
      await marit.getByLabel('In a few words').fill('A brush in each box')
      await marit.getByLabel('What would you do, and why?').fill('It costs little, and nobody has to ask.')
      await marit.getByRole('dialog').getByRole('button', { name: 'Post an idea' }).click()
      await expect(marit.getByRole('heading', { name: 'A brush in each box' })).toBeVisible()
      await looksAt(marit, 'ideas of an expert')
      await marit.context().close()

      const femke = await arrives(browser)
      await signsIn(femke, k, k.login('expert', 'femke'), '/ideas')
      await femke.getByRole('button', { name: 'Vote for “A brush in each box”' }).click()
      const idea = femke.getByRole('listitem').filter({ hasText: 'A brush in each box' })
      await expect(idea).toContainText('1 vote')
      await expect(idea.getByRole('button')).toHaveAttribute('aria-pressed', 'true')
      await femke.context().close()
    })

    test('a spike is found within a day', async () => {
      const reasons = await (await Api.as(k, k.login('admin'))).get<Reasons>('/contact-reasons?language=en')
      const reasonId = reasons.items.find(({ name }) => name === 'Pairing')?.id
      for (let n = 0; n < 24; n++) {
        const visitor = await Api.visitor(k, `Asks ${n}`, 'en')
        const { id } = await visitor.post<{ id: string }>('/conversations', { question: 'It does not pair.', reasonId })
        await visitor.post(`/conversations/${id}/closures`, {})
      }
      await k.stop()
      await k.start('--clock', '+7h', '--staff-factor', 'off', '--limits', 'off')
      await signsIn(ilse, k, k.login('admin'), '/manage/settings')
      await goesTo(ilse, 'Problems')
      const spike = ilse.getByRole('listitem').filter({ has: ilse.getByRole('link', { name: 'Pairing' }) })
      await expect(spike).toContainText('More contacts than expected')
      await expect(spike).toContainText('Candidate')
      await looksAt(ilse, 'problems')
      await spike.getByRole('link').click()
      await expect(ilse.getByText(/contacts where \d+ were expected/)).toBeVisible()
    })

    test('a manager takes it up and plans a change', async () => {
      await ilse.getByRole('button', { name: 'Take it up' }).click()
      await ilse.getByLabel('Type of the root cause').selectOption('IT')
      await ilse.getByRole('button', { name: 'Take it up' }).click()
      await ilse.getByLabel('Owner').selectOption({ index: 1 })
      await ilse.getByLabel('Department').selectOption('Workshop')
      await ilse.getByRole('button', { name: 'Save' }).click()
      await ilse.getByRole('button', { name: 'Plan a change' }).click()
      await ilse.getByLabel('What is changed').fill('The app says how to pair anew.')
      await ilse.getByLabel('What should come of it').fill('Nobody has to ask.')
      const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
      await ilse.getByLabel('From which day on').fill(today)
      await ilse.getByRole('button', { name: 'Plan it' }).click()
      await expect(ilse.getByText('Measuring')).toBeVisible()
      await expect(ilse.getByText(/^Too early to say/)).toBeVisible()
      await expect(ilse.getByRole('button', { name: 'Close as solved' })).toHaveCount(0)
      await looksAt(ilse, 'a problem that is measured')
    })

    test('what fell is closed as solved, and those who asked are told', async () => {
      await ilse.getByRole('link', { name: 'All problems' }).click()
      await ilse.getByRole('link', { name: 'Nobody knows when the parcel comes' }).click()
      await expect(ilse.getByText('Contacts fell.')).toBeVisible()
      await looksAt(ilse, 'a problem whose contacts fell')
      await ilse.getByRole('button', { name: 'Close as solved' }).click()
      await expect(ilse.getByText(/^When it was closed: \d+ contacts/)).toBeVisible()
      await ilse.getByLabel('Message in English').fill('Your parcel’s mail now names its day.')
      await ilse.getByRole('button', { name: 'Tell them' }).click()
      await expect(ilse.getByText('0 customers were told.')).toBeVisible()
      await k.stop()
      await k.start('--clock', '+8h', '--staff-factor', 'off', '--limits', 'off')
      await ilse.reload()
      await expect(ilse.getByText(/^\d{2} customers were told\.$/)).toBeVisible()
      await ilse.goto(`${k.app}/manage/problems?show=benefits`)
      await expect(ilse.getByRole('row', { name: /Nobody knows when the parcel comes/ })).toBeVisible()
      await looksAt(ilse, 'what solved problems save')
      await ilse.getByRole('button', { name: 'Costs and departments' }).click()
      await expect(ilse.getByText('logistics@noorder.example')).toBeVisible()
      await looksAt(ilse, 'costs and departments')
    })
  })
