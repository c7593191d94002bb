// A candidate plays the audition behind their personal link; two raters who know neither them nor each other disagree, a
// third decides, and the candidate reads why.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import * as audition from './audition'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

const texts = [
  'Good evening, I am sorry that this went wrong for you. I will look into it now.',
  'I understand that you are annoyed. I do not know that yet, I will find out and tell you today.',
  'Ik schrijf het ook graag in het Nederlands op: ik zoek het uit en kom erop terug.',
]

/** A rater gives the same score everywhere, but for empathy, and gives it in. */
async function marks(rater: Api, score: number, empathy: number): Promise<void> {
  const { id } = await audition.marks(rater, empathy, score)
  await rater.post(`/markings/${id}/submissions`, {})
}

/** A mentor, as the admin made one. */
async function mentor(k: Kenner, admin: Api): Promise<Api> {
  const login = k.login('expert', 0)
  const me = await (await Api.as(k, login)).get<{ id: string; expert: { version: number } }>('/me')
  await admin.change(`/experts/${me.id}`, me.expert.version, { level: 4 })
  return Api.as(k, login)
}

/** Plays one conversation until its time is over: the clock moves on. */
async function plays(candidate: Page, k: Kenner, no: number, lines: readonly string[]) {
  await candidate.getByRole('button', { name: /^Let .* in$/ }).click()
  const log = candidate.getByRole('log')
  await expect(log).toBeVisible()
  for (const text of lines) {
    await candidate.getByRole('textbox').fill(text)
    await candidate.getByRole('textbox').press('Enter')
    await expect(log.getByText(text, { exact: true })).toHaveCount(1)
  }
  if (no === 1) await looksAt(candidate, 'audition-play')
  await k.stop()
  await k.start('--clock', `+${no * 15}m`)
  await candidate.reload()
}

test('a candidate plays, two raters disagree, the third decides, and the candidate reads why', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const admin = await Api.as(k, k.login('admin'))
    await audition.marksWhatWaits(admin)
    const applied = await audition.unplayed(admin)
    const { link } = await admin.post<{ link: string }>(`/applications/${applied.id}/links`, {})
    const candidate = await plays3(browser, k, link.split('#')[1] ?? '')
    await judged(browser, k, applied)
    await candidate.reload()
    await expect(
      candidate.getByRole('heading', {
        name: /^(Passed\. Welcome\.|Geslaagd\. Welkom\.|Not this time|Deze keer niet)$/,
      }),
    ).toBeVisible()
    await expect(candidate.getByRole('heading', { level: 2 })).toHaveCount(9)
    await looksAt(candidate, 'audition-feedback')
    await accepted(browser, k, applied)
  } finally {
    await k.remove()
  }
})

/** The whole audition by its own pages. */
async function plays3(browser: Browser, k: Kenner, token: string): Promise<Page> {
  const candidate = await arrives(browser)
  await candidate.goto(`${k.app}/audition#${token}`)
  await expect(candidate.getByRole('heading', { name: 'Your audition' })).toBeVisible()
  await looksAt(candidate, 'audition-intro')
  await candidate.getByRole('button', { name: 'Open my audition' }).click()
  await candidate.getByRole('button', { name: 'Start the clock' }).click()
  await expect(candidate.locator('form').getByRole('group')).toHaveCount(10)
  await candidate.getByRole('radio').first().check()
  await looksAt(candidate, 'audition-warm-up')
  await candidate.getByRole('button', { name: 'Hand in' }).click()
  await expect(candidate.getByText('not answered yet')).toBeVisible()
  await candidate.getByRole('button', { name: 'Hand in' }).click()
  for (const no of [1, 2, 3]) await plays(candidate, k, no, no === 1 ? texts : texts.slice(0, 1))
  await expect(candidate.getByRole('heading', { name: 'That was your audition. Thank you.' })).toBeVisible()
  return candidate
}

/** Two raters and a third, none of whom is told whose it is. */
async function judged(browser: Browser, k: Kenner, applied: audition.Application) {
  const admin = await Api.as(k, k.login('admin'))
  const manager = await Api.as(k, k.login('manager'))
  await marks(manager, 4, 4)
  const page = await arrives(browser)
  const heard: string[] = []
  page.on('response', (answer) => {
    if (answer.url().includes('/marking'))
      void answer.text().then(
        (text) => heard.push(text),
        () => undefined,
      )
  })
  await signsIn(page, k, k.login('admin'), '/marking')
  await page.getByRole('button', { name: 'Take the next one' }).click()
  await page.getByRole('radio').nth(3).check()
  await page.getByRole('button', { name: 'Quote this' }).first().click()
  await expect(page.getByText('Kept', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Next' }).click()
  await looksAt(page, 'marking-sheet')
  await marks(admin, 4, 2)
  const first = applied.name.split(' ')[0] ?? applied.name
  for (const text of heard) {
    expect(text.toLowerCase()).not.toContain(first.toLowerCase())
    expect(text).not.toContain(applied.id)
  }
  expect(heard.join('')).toContain('"marks"')
  await marks(await mentor(k, admin), 4, 4)
}

/** Staff read what the three gave, and take the candidate: without a passed audition with a reason. */
async function accepted(browser: Browser, k: Kenner, applied: audition.Application) {
  const staff = await arrives(browser)
  await signsIn(staff, k, k.login('manager'), `/manage/applications/${applied.id}?state=auditioning`)
  await expect(staff.getByRole('columnheader', { name: /^(Rater|Beoordelaar) 3$/ })).toBeVisible()
  await looksAt(staff, 'audition-report')
  const accept = staff.getByRole('button', { name: /^(Make an expert|Expert maken)$/ })
  if (await accept.isVisible()) await accept.click()
  else {
    await staff.getByRole('button', { name: /^(Accept anyway|Toch aannemen)$/ }).click()
    const asked = staff.getByRole('dialog')
    await asked.getByLabel(/^(Why|Waarom)/).fill('Has helped in our shop for two years.')
    await asked.getByRole('button', { name: /^(Accept anyway|Toch aannemen)$/ }).click()
  }
  await expect(staff.getByText(/Make your account on this page|Maak op deze pagina je account/)).toBeVisible()
}
