// From the vacancy's link to the first paid shift, in English and in Dutch. Somebody opens the link of a radio programme and
// applies; the manager sees where they came from and gives them a place in a group. They answer the warm-up with the book open
// and play three customers. Two raters who know neither them nor each other disagree, a third decides. Accepted, they choose a
// password; a mentor sits beside their first five conversations and marks them. A Rookie now, they sign up for a shift, are
// there when it comes, and read what it brought: an hour's wage on the statement, and its points.
import { type Browser, expect, type Page, test } from '@playwright/test'
import type { ContactReason, Offer, Sample } from '../src/client'
import { Api } from './api'
import * as audition from './audition'
import { type Language, type Words, words } from './beginning'
import { Kenner, type Login } from './kenner'
import { arrives, dayAt, lane, reasonIn, signsIn } from './people'

const password = 'spring tide by the sluice'
const price = 1250
const unlimited = ['--limits', 'off'] // everybody of this story comes from one address

class Story {
  readonly say: Words
  readonly name: string
  readonly newcomer: Pick<Login, 'email' | 'password'>
  link = ''
  private readonly known = new Map<string, Api>()

  constructor(
    readonly k: Kenner,
    readonly browser: Browser,
    readonly language: Language,
  ) {
    this.say = words[language]
    this.name = language === 'nl' ? 'Hylke Terpstra' : 'Morag Baird'
    this.newcomer = { email: `${language}@mail.example`, password }
  }

  get first(): string {
    return this.name.split(' ')[0] ?? this.name
  }

  /** What somebody asks beside the screens: signed in once, because signing in has a limit. */
  async api(login: Pick<Login, 'email' | 'password'>): Promise<Api> {
    const api = this.known.get(login.email) ?? (await Api.as(this.k, login))
    this.known.set(login.email, api)
    return api
  }

  /** Somebody of the demo at their own screen, which speaks the story's language. */
  async at(login: Login, path: string): Promise<Page> {
    await (await this.api(login)).patch('/me', { language: this.language })
    const page = await this.fresh()
    await signsIn(page, this.k, login, path, this.language)
    return page
  }

  fresh = () => arrives(this.browser, { locale: this.language === 'nl' ? 'nl-NL' : 'en-GB' })

  async restart(...flags: string[]) {
    await this.k.stop()
    await this.k.start(...unlimited, ...flags)
  }
}

for (const language of ['en', 'nl'] as const)
  test(`from the vacancy's link to the first paid shift (${language})`, async ({ browser }) => {
    const k = await Kenner.demo(...unlimited)
    try {
      const story = new Story(k, browser, language)
      const manager = await appliesByTheLink(story)
      await theManagerGivesAPlace(story, manager)
      await playsTheAudition(story)
      await ratersDisagree(story)
      const newcomer = await becomesACandidate(story)
      await fiveBesideAMentor(story, newcomer)
      await theFirstShift(story, newcomer)
    } finally {
      await k.remove()
    }
  })

/** A link of its own for the radio, which the newcomer opens and applies by. */
async function appliesByTheLink(story: Story): Promise<Page> {
  const { k, say } = story
  const manager = await story.at(k.login('manager'), '/manage/vacancies')
  await manager.getByRole('link', { name: /join\/expert/ }).click()
  await manager.getByLabel(say.source).fill('radio')
  await manager.getByRole('button', { name: say.makeLink }).click()
  const shared = manager.getByRole('listitem').filter({ hasText: say.linkOf })
  const address = String(await shared.locator('code').textContent())

  const page = await story.fresh()
  await page.goto(address)
  await page.getByLabel(say.name).fill(story.name)
  await page.getByLabel('E-mail').fill(story.newcomer.email)
  await page.getByLabel(say.bought).fill('Wad 2, NA-10444')
  await page.getByLabel(say.why).fill(say.because)
  for (const agreed of say.agreed) await page.getByLabel(agreed).check()
  await page.getByRole('button', { name: say.send }).click()
  story.link = String(await page.getByRole('link', { name: say.openMine }).getAttribute('href'))
  await page.context().close()
  return manager
}

/** The funnel names the source; the group that fills begins, the next one opens and has a place. */
async function theManagerGivesAPlace(story: Story, manager: Page) {
  const { say } = story
  await manager.reload()
  const row = manager.getByRole('row').filter({ hasText: 'radio' })
  await expect(row.getByRole('cell')).toHaveText(['radio', '1', '1', '0', '0'])
  await manager.getByRole('button', { name: say.startGroup }).click()
  await manager.getByRole('button', { name: say.openGroup }).click()
  await expect(manager.getByRole('listitem').filter({ hasText: say.group2 })).toContainText(say.filling)
  await manager.goto(`${story.k.app}/manage/applications`)
  await manager.getByRole('link', { name: story.name }).click()
  await expect(manager.getByText(say.fromRadio).first()).toBeVisible()
  await manager.getByRole('button', { name: say.lookedUp }).click()
  await manager.getByRole('button', { name: say.invite, disabled: false }).click()
  await expect(manager.getByText(say.group2).first()).toBeVisible()
  await manager.context().close()
}

/** The warm-up is answered by the book, and three customers have their say. */
async function playsTheAudition(story: Story) {
  const { k, say } = story
  const page = await story.fresh()
  await page.goto(new URL(story.link, k.app).href)
  await page.getByRole('link', { name: say.toAudition }).click()
  await page.getByRole('button', { name: say.openAudition }).click()
  await page.getByRole('button', { name: say.startClock }).click()
  await audition.answersByTheBook(page, story.language)
  await page.getByRole('button', { name: say.handIn }).click()
  for (const no of [1, 2, 3]) {
    await page.getByRole('button', { name: say.letIn }).click()
    await page.getByRole('textbox').fill(say.patient)
    await page.getByRole('textbox').press('Enter')
    await expect(page.getByRole('log').getByText(say.patient, { exact: true })).toHaveCount(1)
    await story.restart('--clock', `+${no * 15}m`)
    await page.reload()
  }
  await expect(page.getByRole('heading', { name: say.played })).toBeVisible()
  await page.context().close()
}

/** Two raters differ by two marks about empathy, so a third is asked; each gives in with their own hand. */
async function ratersDisagree(story: Story) {
  const { k } = story
  const admin = await story.api(k.login('admin'))
  const mentor = k.login('expert', 'marit')
  const { id, expert } = await (await story.api(mentor)).get<{ id: string; expert: { version: number } }>('/me')
  await admin.change(`/experts/${id}`, expert.version, { level: 4 })
  await audition.marksWhatWaits(admin)
  for (const [rater, empathy] of [
    [k.login('manager'), 5],
    [k.login('admin'), 3],
    [mentor, 5],
  ] as const) {
    await audition.marks(await story.api(rater), empathy)
    const page = await story.at(rater, '/marking')
    await page.getByRole('button', { name: story.say.giveIn }).click()
    await expect(page.getByText(story.say.givenIn)).toBeVisible()
    await page.context().close()
  }
}

/** The manager makes an expert of who passed, who reads it and chooses a password. */
async function becomesACandidate(story: Story): Promise<Page> {
  const { k, say } = story
  const manager = await story.at(k.login('manager'), '/manage/applications?state=auditioning')
  await manager.getByRole('link', { name: story.name }).click()
  await manager.getByRole('button', { name: say.makeExpert }).click()
  await expect(manager.getByRole('button', { name: say.makeExpert })).toBeHidden()
  await manager.context().close()

  const page = await story.fresh()
  await page.goto(new URL(story.link, k.app).href)
  await page.getByRole('button', { name: say.openAccount }).click()
  await page.getByLabel(say.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: say.comeIn }).click()
  await expect(page.getByRole('button', { name: say.start })).toBeVisible()
  return page
}

/** The mentor is beside every one of the five; the first is answered and marked by hand, and the fifth makes a Rookie. */
async function fiveBesideAMentor(story: Story, newcomer: Page) {
  const { k, say } = story
  const mentor = await story.at(k.login('expert', 'marit'), '/shadowing')
  await mentor.getByRole('button', { name: say.shadow(story.first) }).click()
  await expect(mentor.getByRole('heading', { name: say.beside(story.first) })).toBeVisible()
  await newcomer.getByRole('button', { name: say.start }).click()
  const visitor = await Api.visitor(k, 'Ada', story.language)
  await visitor.post('/conversations', { question: say.questions[0], language: story.language })
  await newcomer.getByRole('button', { name: say.take }).click()
  await lane(newcomer, 1).getByRole('textbox', { name: say.writeTo }).fill(say.answer)
  await lane(newcomer, 1).getByRole('textbox', { name: say.writeTo }).press('Enter')
  await lane(newcomer, 1).getByRole('button', { name: say.close }).click()
  await reasonIn(newcomer.getByRole('dialog', { name: say.close }), say.reason).click()
  await expect(lane(newcomer, 1).getByRole('heading', { name: say.closed })).toBeVisible()
  await marksTheFirst(story, mentor)
  await theOtherFour(story)
  await newcomer.getByRole('button', { name: say.stop }).click()
  await newcomer.goto(`${k.app}/season/level`)
  await expect(newcomer.getByRole('heading', { name: say.missingToExpert })).toBeVisible()
  await mentor.context().close()
}

async function marksTheFirst(story: Story, mentor: Page) {
  const { say } = story
  await mentor.reload()
  await mentor.getByRole('link', { name: say.questions[0] }).click()
  const dimensions = mentor.getByRole('form', { name: say.scoreCard }).getByRole('group')
  await expect(dimensions).toHaveCount(4)
  for (const group of await dimensions.all()) await group.getByRole('radio').last().check()
  await mentor.getByLabel(say.praise).fill(say.calm)
  await mentor.getByRole('button', { name: say.storeCard }).click()
  await expect(mentor.getByText(say.calm)).toBeVisible()
  await mentor.goto(`${story.k.app}/shadowing`)
}

/** Four more by the same two people, through the same doors without a screen. */
async function theOtherFour(story: Story) {
  const { k, language, say, newcomer } = story
  const mine = await story.api(newcomer)
  const marit = await story.api(k.login('expert', 'marit'))
  const reasons = await mine.get<{ items: ContactReason[] }>('/contact-reasons')
  const about = reasons.items.find((each) => each.name === words.en.reason)
  for (const question of say.questions.slice(1)) {
    const visitor = await Api.visitor(k, 'Ada', language)
    await visitor.post('/conversations', { question, language })
    const offers = () => mine.get<{ items: Offer[] }>('/me/offers')
    await expect.poll(async () => (await offers()).items.length).toBe(1)
    const offer = (await offers()).items[0]
    if (!offer) throw new Error('no offer')
    await mine.post(`/offers/${offer.id}/acceptances`, {})
    const held = `/conversations/${offer.conversationId}`
    await mine.post(`${held}/messages`, { clientId: `first-days-${question.length}`, text: say.answer })
    await mine.post(`${held}/closures`, {
      outcome: 'solved',
      reasonId: about?.id,
    })
    const open = await marit.get<{ items: Sample[] }>('/samples')
    const sample = open.items.find((each) => each.conversationId === offer.conversationId)
    await marit.post(`/samples/${sample?.id}/markings`, {
      helpful: 5,
      correct: 4,
      tone: 5,
      ownWords: 4,
      praise: say.calm,
    })
  }
}

type Mine = {
  coming: { startsAt: string; endsAt: string; state: string }[]
  past: { state: string }[]
}

/** A week of next month is planned, when hours are paid; the Rookie signs up, is there, and reads what it brought. */
async function theFirstShift(story: Story, newcomer: Page) {
  const { k, say } = story
  const [year, month] = dayAt(Date.now()).split('-').map(Number)
  const week = new Date(Date.UTC(year ?? 0, month ?? 0, 8))
  await story.restart('--clock', minutesTo(new Date(week.getTime() - 5 * 86_400_000).toISOString()))
  const monday = week.toISOString().slice(0, 10)
  const desk = await story.at(k.login('admin'), `/manage/plan?week=${monday}`)
  await desk.getByRole('button', { name: say.plan }).click()
  await desk.getByRole('button', { name: say.publish }).click()
  await expect(desk.getByRole('status').filter({ hasText: say.published })).toBeVisible()
  const admin = await story.api(k.login('admin'))
  const plan = await admin.get<Record<string, unknown>>('/plan')
  await admin.put('/plan', { duty: 'shifts', optIn: false, rules: plan.rules, version: plan.version })

  await newcomer.goto(`${k.app}/shifts?week=${monday}`)
  const theirs = newcomer.getByText(story.language.toUpperCase(), { exact: true })
  const slots = newcomer.getByRole('article').filter({ has: theirs })
  await slots.getByRole('button', { name: say.signUp }).first().click()
  const mine = async () => (await story.api(story.newcomer)).get<Mine>('/me/shifts')
  await expect.poll(async () => (await mine()).coming.length).toBe(1)
  const shift = (await mine()).coming[0]
  if (!shift) throw new Error('no shift')
  await story.restart('--clock', minutesTo(shift.startsAt))
  await newcomer.goto(`${k.app}/work`)
  await newcomer.getByRole('button', { name: say.start }).click()
  await expect(newcomer.getByText(say.onDuty)).toBeVisible()
  await expect.poll(async () => (await mine()).coming[0]?.state).toBe('on')
  await story.restart('--clock', minutesTo(shift.endsAt))
  await expect.poll(async () => (await mine()).past.map((each) => each.state)).toEqual(['kept'])

  const hours = (Date.parse(shift.endsAt) - Date.parse(shift.startsAt)) / 3_600_000
  await newcomer.goto(`${k.app}/pay`)
  await expect(newcomer.getByText(say.keptShift)).toBeVisible()
  await expect(newcomer.getByText(say.sum(hours, price / 100))).toBeVisible()
  await newcomer.goto(`${k.app}/season`)
  await expect(newcomer.getByRole('button', { name: say.shiftAward })).toBeVisible()
}

/** How far the clock must go, seen from now, to be a minute past. */
const minutesTo = (at: string) => `+${Math.ceil((Date.parse(at) - Date.now()) / 60_000) + 1}m`
