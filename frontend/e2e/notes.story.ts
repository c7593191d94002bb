// What is said beside a conversation. Marit asks a colleague with @, Femke reads along and notes, a manager watches and
// whispers; the customer's page and everything that comes over the network to it hold none of it. The customer changes one
// message and takes another back, and the expert sees it at once.
import { type Browser, expect, type Page, test } from '@playwright/test'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, lane, opensWidget, said, signsIn } from './people'

const question = 'The hinge of my Wad 2 creaks. Is that normal?'
const secrets = ['Saltmarsh', 'Curlew-note', 'Redshank-whisper']

test('colleagues note, a manager whispers, and the customer gets none of it', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const work = await arrives(browser)
    await signsIn(work, k, k.login('expert', 'marit'), '/work')
    await work.getByRole('button', { name: 'Start now' }).click()
    const { widget, heard } = await customer(browser, k)
    await widget.getByLabel('What would you like to know?').fill(question)
    await widget.getByRole('button', { name: 'Ask an expert' }).click()
    await work.getByRole('button', { name: 'Take it' }).click()
    await expect(lane(work, 1).getByRole('log')).toContainText(question)

    await maritAsksFemke(work)
    const femke = await femkeReadsAndNotes(browser, k)
    await managerWhispers(browser, k, work)
    await expect(femke.getByText('Redshank-whisper'), 'a whisper is for one person').toHaveCount(0)

    const words = widget.getByLabel('Write to Marit')
    await words.fill('It is the left one. It smels of glue.')
    await words.press('Enter')
    await words.fill('My order number is 1234.')
    await words.press('Enter')
    await expect(said(lane(work, 1), 'My order number is 1234.')).toBeVisible()
    await customerChangesTheirMind(widget, work)
    await expect(femke.getByRole('log').first()).toContainText('It smells of glue.')

    expect(heard.length, 'the network was listened to').toBeGreaterThan(10)
    expect(heard.filter((text) => text.startsWith('pushed ')).length, 'and the live line').toBeGreaterThan(5)
    const all = heard.join('\n') + (await widget.content())
    for (const secret of secrets) expect(all, secret).not.toContain(secret)
    expect(all, 'the page has what is said').toContain('It smells of glue.')
  } finally {
    await k.remove()
  }
})

/** A customer's browser, and everything that comes over the network to it. */
async function customer(browser: Browser, k: Kenner) {
  const shop = await arrives(browser)
  const heard: string[] = []
  shop.on('response', (response) => {
    response.text().then(
      (text) => heard.push(text),
      () => undefined,
    )
  })
  shop.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(`pushed ${payload}`)))
  await shop.goto(`${k.shop}/demo/`)
  return { widget: await opensWidget(shop, k), heard }
}

async function maritAsksFemke(work: Page) {
  const field = lane(work, 1).getByLabel('Leave a note, @ names a colleague').last()
  await field.click()
  await field.pressSequentially('Saltmarsh: is this your hinge, @fem')
  await expect(work.getByRole('option', { name: /Femke/ })).toBeVisible()
  await field.press('Enter')
  await expect(field).toHaveValue(/@Femke\S* $/)
  await field.press('Enter')
  const note = lane(work, 1).getByRole('article').filter({ hasText: 'Saltmarsh' })
  await expect(note).toContainText('You, colleagues only')
  await expect(field).toHaveValue('')
}

async function femkeReadsAndNotes(browser: Browser, k: Kenner) {
  const femke = await arrives(browser)
  await signsIn(femke, k, k.login('expert', 'femke'), '/work')
  await femke.getByRole('button', { name: 'You were mentioned 1 time' }).click()
  await femke.getByRole('link', { name: question }).click()
  await expect(femke.getByRole('log').first()).toContainText(question)
  await expect(femke.getByText('Only Marit writes to the customer.')).toBeVisible()
  await expect(femke.getByLabel('Write to')).toHaveCount(0)
  await looksAt(femke, 'mentions')
  await femke.getByLabel('Leave a note, @ names a colleague').fill('Curlew-note: a drop of oil under the cap.')
  await femke.getByRole('button', { name: 'Leave note' }).click()
  await expect(femke.getByRole('article').filter({ hasText: 'Curlew-note' })).toBeVisible()
  return femke
}

async function managerWhispers(browser: Browser, k: Kenner, work: Page) {
  await expect(lane(work, 1).getByText('Femke is here')).toBeVisible()
  await expect(lane(work, 1).getByRole('article').filter({ hasText: 'Curlew-note' }).first()).toBeVisible()
  await lane(work, 1).getByRole('button', { name: 'Seen' }).click()
  const manager = await arrives(browser)
  await signsIn(manager, k, k.login('admin'), '/manage/conversations')
  await manager.getByRole('link', { name: question }).click()
  await expect(manager.getByText('Femke is here')).toBeVisible()
  await expect(lane(work, 1).getByText(/^Manager .* is here$/)).toBeVisible()
  await manager.getByText('Whisper', { exact: true }).click()
  await manager.getByLabel('Whisper to Marit').fill('Redshank-whisper: offer a new hinge.')
  await manager.getByRole('button', { name: 'Whisper' }).click()
  const told = lane(work, 1).getByRole('article').filter({ hasText: 'Redshank-whisper' }).first()
  await expect(told).toBeVisible()
  await expect(lane(work, 1).getByRole('status').filter({ hasText: 'Redshank-whisper' })).toHaveCount(1)
}

async function customerChangesTheirMind(widget: Awaited<ReturnType<typeof opensWidget>>, work: Page) {
  const tools = widget.getByRole('button', { name: 'Change or delete this message' })
  await tools.nth(-2).focus()
  await widget.page().keyboard.press('Enter')
  await widget.getByRole('button', { name: 'Change', exact: true }).click()
  const field = widget.getByLabel('Your message')
  await field.fill('It is the left one. It smells of glue.')
  await field.press('Enter')
  await expect(lane(work, 1).getByRole('log')).toContainText('It smells of glue.edited')
  await expect(lane(work, 1).getByRole('log')).not.toContainText('smels')

  await tools.last().hover()
  await tools.last().click()
  await widget.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(widget.getByText('Delete this message?')).toBeVisible()
  await widget.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(widget.getByText('You deleted this message')).toBeVisible()
  await expect(lane(work, 1).getByText('This message was deleted')).toBeVisible()
  await expect(lane(work, 1).getByText('1234')).toHaveCount(0)
}
