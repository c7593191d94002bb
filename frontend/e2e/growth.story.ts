// How experts grow. Sanne answers five questions and shows one of her conversations, Femke marks it, and the certificate is hers
// until Hidde takes it back and the product gets a new generation. Then Joost, a candidate, answers live while Femke shadows him:
// she whispers, steps in, and her fifth card makes him a Rookie.
import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Growth, QuestionSet, TopicGaps } from '../src/client'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, reasonIn, signsIn } from './people'

const password = 'low tide at the wadden'
const joost = { role: 'expert', email: 'joost@noorder.example', password } as const

test('a certificate is earned and ends, a candidate is shadowed and becomes a Rookie', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const femke = await arrives(browser)
    await signsIn(femke, k, k.login('expert', 'femke'), '/samples')
    await sanneEarnsIt(browser, k, femke)
    await staffLookAfter(browser, k)
    await aSecondLook(browser, k)
    await joostAnswers(browser, k, femke)
  } finally {
    await k.remove()
  }
})

/** Marks the conversation that is open beside the list. */
async function marks(page: Page, praise?: string) {
  const card = page.getByRole('form', { name: 'Score card' })
  for (const line of ['Helpful', 'Correct', 'Tone', 'Own words'])
    await card.getByRole('radio', { name: `${line}: 4 of 5` }).check({ force: true })
  if (praise) await card.getByLabel('What was good').fill(praise)
  await card.getByRole('button', { name: 'Store the score card' }).click()
}

async function sanneEarnsIt(browser: Browser, k: Kenner, femke: Page) {
  const admin = await Api.as(k, k.login('admin'))
  const { topics } = await admin.get<TopicGaps>('/growth/gaps')
  const topic = topics.find(({ name }) => name === 'Connection')?.reasonId
  const { questions } = await admin.get<QuestionSet>(`/question-sets/${topic}`)
  const right = new Map(questions.map((q) => [q.prompt.en, q.options.find((option) => option.right)?.text.en ?? '']))

  const page = await arrives(browser)
  await signsIn(page, k, k.login('expert', 'sanne'), '/growth')
  await expect(page.getByRole('heading', { name: 'Development plan' })).toBeVisible()
  await looksAt(page, 'growth')
  await page.getByRole('button', { name: 'Begin the certificate: Connection' }).click()
  const asked = page.locator('form').getByRole('group')
  await expect(asked).toHaveCount(5)
  await looksAt(page, 'growth-questions')
  for (const [prompt, answer] of right) {
    const question = asked.filter({ hasText: prompt })
    if (await question.count()) await question.getByRole('radio', { name: answer, exact: true }).check()
  }
  await page.getByRole('button', { name: 'Hand in the answers' }).click()
  await expect(page.getByText('5 of 5 right. Now show one of your conversations on this topic.')).toBeVisible()
  await looksAt(page, 'growth-answers')
  const shown = page.getByRole('button', { name: /^Show this one: / }).first()
  const question = ((await shown.getAttribute('aria-label')) ?? '').replace('Show this one: ', '')
  await shown.click()
  await expect(page.getByText('Your conversation is with a mentor.', { exact: false })).toBeVisible()

  await femke.reload()
  const waiting = femke.getByRole('link').filter({ hasText: 'Sanne' }).filter({ hasText: 'for a certificate' })
  await expect(waiting).toContainText(question)
  await waiting.click()
  await expect(femke.getByRole('form', { name: 'Score card' })).toBeVisible()
  await looksAt(femke, 'growth-score-card')
  await marks(femke, 'Calm and exact.')
  await expect(femke.getByText('Calm and exact.')).toBeVisible()

  await page.reload()
  await expect(page.getByText('The certificate is yours.')).toBeVisible()
  await page.getByRole('link', { name: 'My growth' }).click()
  await expect(page.getByText(/^Certificate until/)).toBeVisible()
}

/** The expert of the demo whose conversations showed a line to work on. */
async function whoHasAPlan(admin: Api): Promise<string> {
  const { items } = await admin.get<{ items: { id: string }[] }>('/experts?limit=100')
  for (const { id } of items) {
    const { goals } = await admin.get<Growth>(`/experts/${id}/growth`)
    if (goals.some(({ dimension, state }) => dimension === 'correct' && state === 'open')) return id
  }
  throw new Error('nobody has a plan')
}

/** What managers do: a certificate is withdrawn, a line of a plan dropped, a generation announced. */
async function staffLookAfter(browser: Browser, k: Kenner) {
  const admin = await Api.as(k, k.login('admin'))
  const idOf = async (name: string) => {
    const { items } = await admin.get<{ items: { id: string; displayName: string }[] }>('/experts?limit=100')
    return items.find((each) => each.displayName === name)?.id ?? ''
  }
  const page = await arrives(browser)
  await signsIn(page, k, k.login('admin'), `/manage/experts/${await idOf('Sanne')}`)
  await page.getByRole('link', { name: 'Growth', exact: true }).click()
  await page.getByRole('button', { name: 'Withdraw: Connection' }).click()
  await page.getByLabel('Why').fill('The conversation was a colleague’s.')
  await looksAt(page, 'growth-of-an-expert')
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click()
  await expect(page.getByText('The conversation was a colleague’s.', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Withdraw: Connection' })).toHaveCount(0)

  await page.goto(`${k.app}/manage/growth/${await whoHasAPlan(admin)}`)
  await page.getByRole('button', { name: 'Drop this line: Correct' }).click()
  await page.getByLabel('Why').fill('It was one figure, and it is right now.')
  await page.getByRole('button', { name: 'Drop this line', exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'It was one figure' })).toContainText('dropped')

  for (const [path, name] of [
    ['/manage/topics', 'Topics and certificates'],
    ['/manage/courses', 'Course items'],
  ] as const) {
    await page.goto(k.app + path)
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible()
    await looksAt(page, name)
  }
  await page.goto(`${k.app}/manage/products`)
  await page.getByRole('link', { name: /^Wad 2/ }).click()
  await page.getByRole('button', { name: 'Announce generation 2' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Announce generation 2' }).click()
  await expect(page.getByText(/^2 certificates ended\.$/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Generation 2' })).toBeVisible()
}

/** A senior marks what Ilse has marked, without seeing her card before. */
async function aSecondLook(browser: Browser, k: Kenner) {
  const page = await arrives(browser)
  await signsIn(page, k, k.login('expert', 'marit'), '/growth')
  await page.getByRole('link', { name: 'Second looks' }).click()
  await page.getByRole('region', { name: 'Waiting' }).getByRole('link').first().click()
  await expect(page.getByRole('form', { name: 'Score card' })).toBeVisible()
  await expect(page.getByText('Ilse')).toHaveCount(0)
  await looksAt(page, 'second-look')
  await marks(page)
  await expect(page.getByText('Your cards agree.')).toBeVisible()
  await looksAt(page, 'second-look-given')
  const api = await Api.as(k, k.login('expert', 'marit'))
  await expect.poll(async () => (await api.awards()).filter(({ kind }) => kind === 'review').length).toBe(1)
}

const question = 'How do I pair my Wad 2 with a new phone?'

async function joostAnswers(browser: Browser, k: Kenner, femke: Page) {
  const page = await arrives(browser)
  await signsIn(page, k, joost, '/work')
  await page.getByRole('button', { name: 'Start now' }).click()
  await expect(
    page.getByText('Your first five conversations have a mentor beside you.', { exact: false }),
  ).toBeVisible()
  await femke.goto(`${k.app}/shadowing`)
  await expect(femke.getByRole('button', { name: 'Shadow Joost' })).toBeVisible()
  await looksAt(femke, 'shadowing')
  await femke.getByRole('button', { name: 'Shadow Joost' }).click()
  await expect(femke.getByRole('heading', { name: 'You are with Joost' })).toBeVisible()
  await page.getByRole('button', { name: 'Start now' }).click()

  const customer = await Api.visitor(k, 'Wytske', 'en')
  const { items: reasons } = await customer.get<{ items: { id: string; name: string }[] }>('/contact-reasons')
  const reasonId = reasons.find(({ name }) => name === 'Pairing')?.id
  await customer.post('/conversations', { question, reasonId, language: 'en' })
  await page.getByRole('button', { name: 'Take it' }).click()
  const write = lane(page, 1).getByRole('textbox', { name: /^Write to / })
  await write.fill('Hold the bell button for five seconds.')
  await write.press('Enter')

  await expect(femke.getByText(`Joost answers: “${question}”`)).toBeVisible({ timeout: 40_000 })
  await looksAt(femke, 'shadowing-live')
  await femke.getByRole('link', { name: 'Read along and whisper' }).click()
  await femke.getByRole('radio', { name: 'Whisper' }).check({ force: true })
  await femke.getByLabel('Whisper to Joost').fill('Say hello first.')
  await femke.getByRole('button', { name: 'Whisper', exact: true }).click()
  await expect(lane(page, 1).getByText('Say hello first.').first()).toBeVisible()
  await looksAt(femke, 'shadowing-whisper')
  await femke.getByRole('button', { name: 'Step in' }).click()
  const hers = lane(femke, 1).getByRole('textbox', { name: /^Write to / })
  await hers.fill('Hello! I am Femke, I take over from Joost.')
  await hers.press('Enter')
  await expect(lane(page, 1).getByRole('textbox', { name: /^Write to / })).toHaveCount(0)
  await lane(femke, 1).getByRole('button', { name: 'Close with a reason' }).click()
  await reasonIn(femke.getByRole('dialog', { name: 'Close with a reason' }), 'Pairing').click()
  await expect(lane(femke, 1).getByRole('heading', { name: /^Closed: / })).toBeVisible()

  const api = await Api.as(k, joost)
  for (const marked of [4, 5]) {
    await femke.goto(`${k.app}/shadowing`)
    await femke.getByRole('region', { name: 'To mark' }).getByRole('link').first().click()
    await marks(femke, 'Short and clear.')
    await expect(femke.getByText('Short and clear.')).toBeVisible()
    const { level, shadowing } = await api.get<Growth>('/me/growth')
    if (marked < 5) expect([level, shadowing?.marked]).toEqual([0, marked])
    else expect([level, shadowing]).toEqual([1, undefined])
  }
}
