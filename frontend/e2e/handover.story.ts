// A conversation changes hands. Marit cannot finish it and gives it to Youssef, with a summary; Youssef could go on at once
// and says so; then only the team may decide, and a manager answers and closes. Whoever gave it away knows nothing more of
// it: not on the screen, not over the live line, not over HTTP. The customer is told each time, and never reads a summary.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { Kenner } from './kenner'
import { arrives, lane, reasonIn, said, signsIn } from './people'

const question = 'The left pad of my Wad 2 came off after a week. Can it be replaced?'
const after = 'I have the receipt here, if that helps.'
const promise = 'A colleague of mine knows these pads better, and goes on from here.'
const secret = 'zilvermeeuw'

test('a conversation is handed over twice, and nobody who gave it hears more', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const [marit, youssef] = await Promise.all(['marit', 'youssef'].map((name) => onDuty(browser, k, name)))
    if (!marit || !youssef) throw new Error('nobody came')
    const customer = await arrives(browser)
    await asks(customer, k)
    await takesIt(marit)
    const id = await heldBy(await Api.as(k, k.login('expert', 'marit')))
    const tap = await listens(marit, await tokenOf(k, 'marit'))

    await lane(marit, 1)
      .getByRole('textbox', { name: /^Write to / })
      .fill(promise)
    await marit.keyboard.press('Enter')
    await expect(said(customer, promise)).toBeVisible()
    await starts(youssef)
    await handsOver(marit, 'Youssef')
    const gone = Date.now()
    await knowsNothing(await Api.as(k, k.login('expert', 'marit')), id)
    await customer.getByRole('textbox').fill(after)
    await customer.getByRole('textbox').press('Enter')
    await expect(customer.getByText(/Marit asked a colleague to go on/)).toBeVisible()

    await takesIt(youssef, 'Marit hands this to you')
    await scores(youssef)
    await expect(customer.getByRole('heading', { name: 'Youssef' })).toBeVisible()
    await handsOver(youssef, 'The team')
    await knowsNothing(await Api.as(k, k.login('expert', 'youssef')), id)
    await expect(customer.getByText(/Youssef asked the Noorder Audio team/)).toBeVisible()

    const desk = await arrives(browser)
    await signsIn(desk, k, k.login('manager'), '/manage/desk')
    await theTeamAnswers(desk, customer)

    for (const page of [marit, youssef]) {
      await expect(page.getByText('The team sends you a new pad.')).toHaveCount(0)
      await expect(page.getByRole('log'), 'no lane shows it').toHaveCount(0)
    }
    await expect(customer.getByText(secret)).toHaveCount(0)
    const heard = await tap(gone + 5_000)
    expect(heard.late, 'after five seconds nothing of it reaches Marit').toEqual([])
    expect(heard.all.join('\n')).not.toContain(after)
    expect(heard.all.join('\n')).not.toContain('The team sends you')
    await customer.context().close()
  } finally {
    await k.remove()
  }
})

async function onDuty(browser: Browser, k: Kenner, name: string): Promise<Page> {
  const page = await arrives(browser)
  await signsIn(page, k, k.login('expert', name), '/work')
  if (name === 'marit') await starts(page)
  return page
}

async function starts(page: Page) {
  await page.getByRole('button', { name: 'Start now' }).click()
  await expect(page.getByText('On duty')).toBeVisible()
}

async function asks(customer: Page, k: Kenner) {
  await customer.goto(`${k.app}/chat`)
  await customer.getByLabel('What would you like to know?').fill(question)
  await customer.getByRole('button', { name: 'Ask an expert' }).click()
}

async function takesIt(page: Page, handedOver?: string) {
  const offer = page.getByRole('region', { name: /an offer$/ })
  if (handedOver) {
    await expect(offer.getByText(handedOver)).toBeVisible()
    await expect(offer.getByRole('region', { name: 'Summary' })).toContainText(secret)
  }
  await offer.getByRole('button', { name: 'Take it' }).click()
  await expect(lane(page, 1).getByRole('log')).toContainText(question)
}

async function heldBy(expert: Api): Promise<string> {
  const { items } = await expert.get<{ items: { conversationId?: string }[] }>('/me/seats')
  const id = items.find((seat) => seat.conversationId)?.conversationId
  if (!id) throw new Error('nobody holds it')
  return id
}

async function tokenOf(k: Kenner, name: string): Promise<string> {
  const { email, password } = k.login('expert', name)
  const answer = await fetch(`${k.app}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** Listens on a live line of their own with the same account, and tells what came, and what came late. */
async function listens(page: Page, token: string) {
  await page.evaluate(async (accessToken) => {
    const frames: { at: number; text: string }[] = []
    Object.assign(window, { frames })
    const line = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/v1/live`)
    await new Promise((open) => line.addEventListener('open', open))
    line.addEventListener('message', ({ data }) => frames.push({ at: Date.now(), text: String(data) }))
    line.send(JSON.stringify({ id: 1, connect: { token: accessToken } }))
  }, token)
  return async (since: number) => {
    const frames = await page.evaluate(() => (window as unknown as { frames: { at: number; text: string }[] }).frames)
    return {
      all: frames.map(({ text }) => text),
      late: frames.filter(({ at, text }) => at > since && text.includes('"conversationId"')).map(({ text }) => text),
    }
  }
}

/** Hands over by keyboard: Alt H, three fields, to whom, and Enter on the button. */
async function handsOver(page: Page, to: string) {
  await page.keyboard.press('Alt+h')
  const form = page.getByRole('dialog', { name: /over$/ })
  await expect(form.getByLabel('What was asked')).toBeFocused()
  await form.getByLabel('What was asked').fill(`A new pad for the Wad 2. ${secret}`)
  await form.getByLabel('What was tried').fill('Pressed it back: it does not hold.')
  await form.getByLabel('What is open').fill('Whether it is covered.')
  await form.getByRole('radio', { name: to }).check()
  await form.getByRole('button', { name: 'Hand it over' }).click()
  await expect(lane(page, 1).getByRole('heading', { name: /^Handed over: / })).toBeVisible()
}

async function knowsNothing(expert: Api, id: string) {
  for (const rest of ['', '/timeline', '/hand-overs', '/context', '/notes']) {
    await expect(expert.get(`/conversations/${id}${rest}`)).rejects.toThrow(/ 404 /)
  }
  await expect(expert.post(`/conversations/${id}/messages`, { clientId: 'late', text: 'Still me?' })).rejects.toThrow(
    / 404 /,
  )
}

async function scores(page: Page) {
  const note = lane(page, 1).getByRole('region', { name: 'Summary' })
  await expect(note).toContainText('Whether it is covered.')
  await note.getByRole('button', { name: '5 of 5: went on at once' }).click()
  await expect(lane(page, 1).getByText('scored 5 of 5')).toBeVisible()
  await expect(note).toHaveCount(0)
}

/** Hidde reads Dutch; his desk speaks it. */
async function theTeamAnswers(desk: Page, customer: Page) {
  await desk
    .getByRole('region', { name: 'Wacht' })
    .getByRole('link', { name: /The left pad/ })
    .click()
  await desk.getByRole('button', { name: 'Neem het aan' }).click()
  await expect(desk.getByRole('region', { name: 'Samenvatting' })).toContainText(secret)
  await expect(customer.getByRole('heading', { name: 'Hidde of the Noorder Audio team' })).toBeVisible()
  await expect(customer.getByText('Works for Noorder Audio, not an expert')).toBeVisible()
  const composer = desk.getByRole('textbox', { name: /^Schrijf aan / })
  await composer.fill('The team sends you a new pad.')
  await composer.press('Enter')
  await expect(said(customer, 'The team sends you a new pad.')).toBeVisible()
  await customer.getByRole('textbox').fill('That is kind, thank you.')
  await customer.getByRole('textbox').press('Enter')
  await expect(said(desk, 'That is kind, thank you.')).toBeVisible()
  await desk.getByRole('button', { name: 'Sluiten met een reden' }).click()
  await reasonIn(desk.getByRole('dialog', { name: 'Sluiten met een reden' }), /garantie/).click()
  await expect(desk.getByText('Niemand wacht op het team')).toBeVisible()
  await expect(customer.getByText('Hidde of the Noorder Audio team closed this chat')).toBeVisible()
  await expect(customer.getByRole('radio', { name: '5 stars' })).toHaveCount(0)
}
