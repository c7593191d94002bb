// The people of a story: each has a browser of their own, and does what a person does.
import { type Browser, type BrowserContextOptions, expect, type Frame, type Locator, type Page } from '@playwright/test'
import { stays } from './contexts'
import type { Kenner, Login } from './kenner'

/** Somebody's own browser: nothing is shared with anybody else. */
export async function arrives(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Amsterdam',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  return stays(context).newPage()
}

const door = {
  en: { email: 'E-mail address', password: 'Password', enter: 'Sign in' },
  nl: { email: 'E-mailadres', password: 'Wachtwoord', enter: 'Inloggen' },
}

/** The day that it is at the brand's at a moment: not always the one that it is in UTC. */
export const dayAt = (at: number) => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Amsterdam' }).format(at)

/** Signs in through the page that somebody without a session is sent to, and is back where they wanted to be. */
export async function signsIn(page: Page, k: Kenner, login: Login, path: string, language: 'en' | 'nl' = 'en') {
  const words = door[language]
  await page.goto(k.app + path)
  await page.getByLabel(words.email).fill(login.email)
  await page.getByLabel(words.password).fill(login.password)
  await page.getByRole('button', { name: words.enter, exact: true }).click()
  await expect(page).toHaveURL(k.app + path)
}

/** Opens the widget on the shop's page. Its launcher lives in a closed shadow root: one clicks what one sees. */
export async function opensWidget(page: Page, k: Kenner): Promise<Frame> {
  await page.locator('kenner-chat').click()
  return widgetOn(page, k)
}

/** The widget's frame on a page where it was opened. */
export async function widgetOn(page: Page, k: Kenner): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(`${k.app}/widget`))
  await expect.poll(() => find() !== undefined).toBe(true)
  const frame = find()
  if (!frame) throw new Error('the widget has no frame')
  await expect(frame.getByRole('heading', { level: 1 })).toBeVisible()
  return frame
}

/** Types until the other side sees that somebody types, then sends the text. */
export async function writes(field: Locator, text: string, seenTyping: Locator) {
  await expect(async () => {
    await field.pressSequentially('a')
    await expect(seenTyping).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await field.fill(text)
  await field.press('Enter')
}

/** A lane of the workbench by its seat. */
export const lane = (page: Page, seat: number) => page.locator(`[data-seat="${seat}"]`)

/** The place in a log where this text stands. */
export const said = (box: Page | Frame | Locator, text: string) => box.getByRole('log').getByText(text, { exact: true })

/** A reason to close with. One that is likely stands first, and once more in its own group, as soon as it is suggested. */
export const reasonIn = (card: Locator, name: string | RegExp) => card.getByRole('button', { name }).first()

/** Presses Tab until the focus is there. */
export async function tabsTo(page: Page, target: Locator) {
  await expect(target).toBeVisible()
  const reached = () => target.evaluate((element) => element === document.activeElement)
  for (let step = 0; step < 60 && !(await reached()); step++) await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}

/** Goes to a page of the brand's, which the rail keeps behind "More". */
export async function goesTo(page: Page, place: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: 'Main' })
  await rail.getByRole('button', { name: 'More' }).click()
  await rail.getByRole('link', { name: place }).click()
}
