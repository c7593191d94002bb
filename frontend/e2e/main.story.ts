// The main job, from the question to the parcel. A customer of Noorder Audio asks on the shop's page; Marit, who owns the
// same headphones, is asked to answer, and does. The customer thanks her with five stars. Her points are on their way for
// two days, then they are hers, and everybody's board shows it. She redeems something, and a manager sends it to her.
// Every word goes through the built binary, and nothing on a screen is ever loaded again by hand.
import { type Browser, expect, type Frame, type Page, test } from '@playwright/test'
import { Api, type BoardRow, settledOf, worthOf } from './api'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, reasonIn, said, signsIn, writes } from './people'

const question = 'My left one clicked when I pressed the call button. Did I break it?'
const answer = 'No, that click is the pad. Press the right one the same way and both sit level again.'
const thanks = 'Both sit level now, thank you.'
const more = 'Good. Hold the button for five seconds if it ever comes back.'
const reward = 'Postcard from the coast'
const price = 15

test('a question is asked, answered, thanked for, rewarded and redeemed', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const manager = await Api.as(k, k.login('admin'))
    await manager.post('/rewards', {
      name: reward,
      description: 'The lighthouse, in July.',
      picture: 'sticker',
      price,
      stock: 50,
    })
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    const { femke, wall } = await watchersOf(browser, k)
    const { shop, widget } = await customerAsks(browser, k)
    await maritTakesTheOffer(work)
    await theyTalk(work, widget)
    await k.stop()
    await k.start('--clock', '+2m') // a minute is the least for a conversation that earns points
    const start = await marit.points()
    const settled = await settledOf(marit)
    await maritSaysMore(work, widget)
    const boardBefore = await rowsOf(wall)
    await maritCloses(work)
    await customerRates(widget)
    await pointsAreOnTheirWay(work, marit, start.pending)
    await expect.poll(() => rowsOf(wall), 'the board moves with what is on its way').not.toEqual(boardBefore)

    const boardPending = await rowsOf(wall)
    for (const page of [work, femke, wall]) await remember(page)
    await k.stop()
    await k.start('--clock', '+192h')

    await theAwardSettles(work, marit, start.available, settled)
    await theBoardMoves(femke, wall, boardPending, await Api.as(k, k.login('expert', 'femke')), manager)
    await maritRedeems(work, marit)
    await theManagerSends(await arrives(browser), k, work, marit)
    for (const page of [work, femke, wall]) expect(await remembers(page), 'no screen was loaded again').toBe(true)
    await shop.context().close()
  } finally {
    await k.remove()
  }
})

const remember = (page: Page) => page.evaluate(() => document.documentElement.setAttribute('data-since', 'before'))
const remembers = (page: Page) => page.evaluate(() => document.documentElement.hasAttribute('data-since'))

/** Two other screens: another expert's workbench, and the board on the office's wall. */
async function watchersOf(browser: Browser, k: Kenner) {
  const femke = await arrives(browser)
  await signsIn(femke, k, k.login('expert', 'femke'), '/work')
  const wall = await arrives(browser, { viewport: { width: 1920, height: 1080 } })
  await signsIn(wall, k, k.login('admin'), '/board')
  await expect.poll(() => rowsOf(wall)).not.toHaveLength(0)
  return { femke, wall }
}

/** What a board on a wall says aloud of each of its rows. */
const rowsOf = (wall: Page) =>
  wall
    .getByRole('main')
    .getByText(/^Place \d+, /)
    .allTextContents()

async function customerAsks(browser: Browser, k: Kenner) {
  const shop = await arrives(browser)
  await shop.goto(`${k.shop}/demo/`)
  const widget = await opensWidget(shop, k)
  const [page, frame] = [new URL(shop.url()).origin, new URL(widget.url()).origin]
  expect(page).toBe(k.shop)
  expect(frame).toBe(k.app)
  expect(frame, 'the chat lives on another origin than the shop').not.toBe(page)
  const field = widget.getByLabel('What would you like to know?')
  await expect(field).toBeFocused()
  await field.fill(question)
  await widget.getByLabel('About which product?').selectOption('Wad 2')
  await widget.getByLabel('What is it about?').selectOption('Two devices at once')
  await widget.getByRole('button', { name: 'Ask an expert' }).click()
  await expect(widget.getByRole('heading', { name: 'An expert is coming' })).toBeVisible()
  await expect(widget.getByText('You are next')).toBeVisible()
  return { shop, widget }
}

async function maritTakesTheOffer(work: Page) {
  await work.getByRole('button', { name: 'Start now' }).click()
  await expect(work.getByText('On duty')).toBeVisible()
  const offer = work.getByRole('region', { name: 'Seat 1 is free: an offer' })
  await expect(offer.getByText(`“${question}”`)).toBeVisible()
  await expect(offer.getByText('Wad 2, new here, normal difficulty.')).toBeVisible()
  await expect(offer.getByRole('heading', { name: 'Why it came to you' })).toBeVisible()
  await expect(offer.getByRole('listitem').first()).toContainText('Two devices at once')
  await offer.getByRole('button', { name: 'all six parts' }).click()
  await expect(work.getByRole('dialog', { name: 'How well it fits you' })).toContainText('Together')
  await work.keyboard.press('Escape')
  await offer.getByRole('button', { name: 'Take it' }).click()
  await expect(lane(work, 1).getByRole('log')).toContainText(question)
}

async function theyTalk(work: Page, widget: Frame) {
  await expect(widget.getByRole('heading', { name: 'Marit' })).toBeVisible()
  await expect(widget.getByText('Customer of Noorder Audio, receives points')).toBeVisible()
  const [mine, theirs] = [lane(work, 1).getByRole('log'), widget.getByRole('log')]

  const maritWrites = lane(work, 1).getByRole('textbox', { name: /^Write to / })
  await writes(maritWrites, answer, widget.getByRole('status', { name: 'Marit is writing' }))
  await expect(said(widget, answer)).toBeVisible()
  await expect(mine).toContainText(`${answer}`)
  await expect(mine.getByText(/read$/), '✓✓: the customer has seen it').toBeVisible()

  const customerWrites = widget.getByRole('textbox', { name: 'Write to Marit' })
  await writes(customerWrites, thanks, mine.getByRole('img', { name: / is typing$/ }))
  await expect(said(lane(work, 1), thanks)).toBeVisible()
  await expect(theirs.getByText(/read$/).last(), '✓✓: Marit has seen it').toBeVisible()
  await expect(theirs.getByText(/stored$/)).toHaveCount(0)
}

async function maritSaysMore(work: Page, widget: Frame) {
  const field = lane(work, 1).getByRole('textbox', { name: /^Write to / })
  await field.fill(more)
  await field.press('Enter')
  await expect(said(widget, more)).toBeVisible()
}

async function maritCloses(work: Page) {
  const bench = lane(work, 1)
  await bench.getByRole('button', { name: 'Close with a reason' }).click()
  const card = work.getByRole('dialog', { name: 'Close with a reason' })
  await expect(card.getByRole('radio', { name: 'Solved', exact: true })).toBeChecked()
  await reasonIn(card, 'Two devices at once').click()
  await expect(bench.getByRole('heading', { name: /^Closed: / })).toBeVisible()
}

async function customerRates(widget: Frame) {
  await widget.getByRole('region', { name: 'Is it solved?' }).getByRole('button', { name: 'Yes' }).click()
  await expect(widget.getByRole('heading', { name: 'Thank you' })).toBeVisible()
  await expect(widget.getByRole('radio', { name: 'Yes' })).toBeChecked()
  await widget.getByRole('radio', { name: '5 stars' }).check({ force: true })
  await expect(widget.getByText('What held it back?')).toHaveCount(0)
  await widget.getByRole('button', { name: 'Send' }).click()
  await expect(widget.getByText('Your thanks arrived')).toBeVisible()
  await expect(widget.getByRole('img', { name: '5 stars' })).toBeVisible()
  await expect(widget.getByText('Solved', { exact: true })).toBeVisible()
}

/** Ten points are on their way for the answer, for the rating counts when they settle, and five if it stays right first time. */
async function pointsAreOnTheirWay(work: Page, marit: Api, before: number) {
  const chip = work.getByRole('complementary', { name: 'My points and the board' }).locator('.points.pending')
  await expect(chip).toHaveText(String(before + 15))
  await expect(chip, 'hatched, for it is on its way').toHaveCSS('background-image', /repeating-linear-gradient/)
  expect((await marit.points()).pending).toBe(before + 15)
  const award = (await marit.awards()).find((each) => each.question === question && each.kind === 'conversation')
  expect(award).toMatchObject({ state: 'pending', pendingPoints: 10, arithmetic: { points: 10 } })
}

/** Two days later: base 10 × 1.3 for normal × 1.3 for five stars is 16.9, and 17 are hers. */
async function theAwardSettles(work: Page, marit: Api, before: number, earlier: ReadonlySet<string>) {
  const side = work.getByRole('complementary', { name: 'My points and the board' })
  await expect(async () => {
    const worth = await worthOf(marit, earlier) // what eight days made due is booked one after the other
    const expected = before + worth.settled
    expect(await marit.points()).toMatchObject({ pending: worth.pending, available: expected })
    await expect(side.getByText('To spend').locator('xpath=following-sibling::*')).toHaveText(
      expected.toLocaleString('en'),
      { timeout: 3_000 },
    )
    await expect(side.locator('.points.pending')).toHaveText(String(worth.pending), { timeout: 3_000 })
  }).toPass({ timeout: 30_000 })
  const award = (await marit.awards()).find((each) => each.question === question && each.kind === 'conversation')
  expect(award).toMatchObject({ state: 'settled', points: 17, arithmetic: { points: 17 } })
  expect(award?.arithmetic.steps.map(({ key, factor }) => [key, factor])).toEqual([
    ['base', 10],
    ['difficulty', 1.3],
    ['quality', 1.3],
    ['campaign', 1],
    ['dailyCurve', 1],
    ['rounding', 1],
  ])

  await work.getByRole('link', { name: 'Season', exact: true }).click()
  await work.getByRole('button', { name: question }).filter({ hasText: '17' }).click()
  await expect(work.getByRole('img', { name: '10 × 1.3 × 1.3 is 17 points' })).toBeVisible()
  await expect(work.getByText('16.9 rounds to 17')).toBeVisible()
  await expect(work.getByText('10 were on their way first.')).toBeVisible()
}

/** Both other screens found their way back and show what the server says now. */
async function theBoardMoves(femke: Page, wall: Page, before: string[], hers: Api, manager: Api) {
  const spoken = (row: BoardRow) =>
    `Place ${row.rank}, ${row.name}: ${row.score.toLocaleString('en')}, of which ${row.settledScore.toLocaleString('en')} confirmed`
  // The wall shows nine rows and turns its page every twenty seconds; what eight days made due is booked meanwhile.
  await expect(async () => {
    const all = await manager.board()
    expect(await rowsOf(wall)).toEqual(all.slice(0, 9).map(spoken))
  }).toPass({ timeout: 60_000 })
  expect(await rowsOf(wall)).not.toEqual(before)
  // Beside her work Femke sees her neighbours, by the names that she may know.
  await expect(async () => {
    const told = new Map((await hers.board()).map((row) => [row.rank, row]))
    const seen = await besideOf(femke)
    expect(seen).not.toHaveLength(0)
    expect(seen.filter(({ rank, score }) => told.get(rank)?.score !== score)).toEqual([])
  }).toPass({ timeout: 30_000 })
}

/** The rows of the board beside the work. */
const besideOf = (page: Page) =>
  page.locator('.board-rows li').evaluateAll((rows) =>
    rows.map((row) => ({
      rank: Number(row.querySelector('.place')?.textContent),
      score: Number(row.querySelector('.score')?.textContent?.replace(/\D/g, '')),
    })),
  )

async function maritRedeems(work: Page, marit: Api) {
  const before = await marit.points()
  await work.getByRole('link', { name: 'Shop', exact: true }).click()
  await work.getByRole('button', { name: `Redeem ${reward} for ${price} points` }).click()
  await expect(work.getByText(`${(before.available - price).toLocaleString('en')} stay to spend.`)).toBeVisible()
  await work.getByRole('button', { name: `Spend ${price}` }).click() // she is trusted: nobody has to approve it
  await expect(work.getByText('Piece 1 is yours, and approved.')).toBeVisible()
  const after = { available: before.available - price, reserved: before.reserved }
  await expect(work.locator('dt', { hasText: 'To spend' }).locator('+ dd')).toHaveText(
    after.available.toLocaleString('en'),
  )
  expect(await marit.points()).toMatchObject(after)
  await stepIs(work, 'Approved')
}

/** Where the parcel is, on Marit's screen. */
async function stepIs(work: Page, step: string) {
  const row = work
    .getByRole('region', { name: 'On their way to me' })
    .getByRole('listitem')
    .filter({ hasText: reward })
    .first()
  await expect(row.locator('[aria-current="step"]')).toContainText(step)
}

async function theManagerSends(desk: Page, k: Kenner, work: Page, marit: Api) {
  const before = await marit.points()
  await signsIn(desk, k, k.login('admin'), '/manage/redemptions')
  await desk.getByRole('button', { name: /^To send/ }).click()
  await desk.getByRole('button', { name: `Mark ${reward} for Marit as sent` }).click()
  await desk.getByLabel('Tracking').fill('https://post.example/3SNOOR0042')
  await desk.getByRole('button', { name: 'It is on its way' }).click()
  await stepIs(work, 'Shipped')
  await expect(work.getByRole('link', { name: 'Follow parcel' }).first()).toHaveAttribute(
    'href',
    'https://post.example/3SNOOR0042',
  )
  await desk.getByRole('button', { name: /^Under way/ }).click()
  await desk.getByRole('button', { name: `It arrived: ${reward} for Marit` }).click()
  const earlier = work.locator('details').filter({ hasText: 'Earlier' })
  const arrived = earlier.locator('li').filter({ hasText: reward }).first()
  await expect(arrived).toContainText('Delivered')
  if (!(await arrived.isVisible())) await earlier.getByText('Earlier', { exact: true }).click()
  await expect(arrived).toBeVisible()
  expect(await marit.points()).toEqual(before)
}
