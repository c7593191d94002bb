// The lock on the door. Somebody opens an empty house and must add a second factor before anything else is open. They make a
// passkey, come back by it, are asked once more before what is sensitive, set an app with codes up, lose it and come in by a
// code from paper. They see where they are signed in, end the others, and invite an auditor, who reads and changes nothing.
// They let a provider of their company in, link their account, come in by it, and are out when they sign out there.
import { createHmac } from 'node:crypto'
import { expect, type Page, test } from '@playwright/test'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives } from './people'
import { Provider } from './provider'

const admin = { name: 'Ilse Noordhof', email: 'ilse@brand.example', password: 'a lighthouse by the sea' } as const
const auditor = { name: 'Wim de Boer', email: 'wim@audit.example', password: 'every shell counted twice' } as const

interface Device {
  /** Whether its owner touches it when it is asked, and not before. */
  touched: (yes: boolean) => Promise<void>
}

/** A device of Chromium's own that keeps passkeys and knows its owner. */
async function device(page: Page): Promise<Device> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    touched: async (enabled) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
    },
  }
}

/** What an app would show for a secret, some half minutes from now. */
function digits(secret: string, later = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret.replaceAll(' ', '')].map((c) => letters.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const hash = createHmac('sha1', key).update(step).digest()
  const at = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const code = /^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/

async function codesOn(page: Page): Promise<string[]> {
  const text = await page.getByRole('status', { name: 'Your recovery codes' }).locator('code').textContent()
  return String(text)
    .split('\n')
    .filter((line) => code.test(line))
}

test.describe
  .serial('the lock on the door', () => {
    let k: Kenner
    let page: Page
    let laptop: Device
    let phone: Page
    let codes: string[]
    let secret: string
    let company: Provider
    test.beforeAll(async ({ browser }) => {
      k = await Kenner.serve()
      page = await arrives(browser)
      laptop = await device(page)
    })
    test.afterAll(() => {
      company?.stop()
      return k.remove()
    })

    const byPassword = async (who: Page, person: { email: string; password: string }) => {
      await who.goto(`${k.app}/sign-in`)
      await who.getByLabel('E-mail address').fill(person.email)
      await who.getByLabel('Password').fill(person.password)
      await who.getByRole('button', { name: 'Sign in', exact: true }).click()
    }
    const leave = async (who: Page) => {
      await who.getByRole('button', { name: 'You and your settings' }).click()
      await who.getByRole('menuitem', { name: 'Sign out' }).click()
      await expect(who.getByRole('heading', { name: /^Sign in/ })).toBeVisible()
    }

    test('nothing is open before there is a second factor', async () => {
      await page.goto(String(k.ready.setup))
      await page.getByLabel('Name of the brand').fill('Waddengeluid')
      await page.getByLabel('Your name').fill(admin.name)
      await page.getByLabel('E-mail address').fill(admin.email)
      await page.getByLabel('Password').fill(admin.password)
      await page.getByRole('button', { name: 'Open the house' }).click()
      await expect(page.getByRole('heading', { name: 'One more lock, Ilse' })).toBeVisible()
      await page.goto(`${k.app}/manage/settings`)
      await expect(page.getByRole('heading', { name: 'One more lock, Ilse' })).toBeVisible()
      await looksAt(page, 'security: one more lock')

      await page.getByRole('button', { name: 'Add a passkey' }).click()
      await page.getByLabel('Which device is it?').fill('My laptop')
      await page.getByRole('button', { name: 'Add a passkey' }).click()
      codes = await codesOn(page)
      expect(codes).toHaveLength(10)
      await looksAt(page, 'security: recovery codes')
      await page.getByRole('button', { name: 'I have them' }).click()
      await expect(page.getByRole('link', { name: 'Experts' })).toBeVisible()
    })

    test('a passkey brings them back in', async () => {
      await laptop.touched(false)
      await leave(page)
      await looksAt(page, 'security: the door')
      await laptop.touched(true) // they pick the key that the field of the address suggests
      await page.reload()
      await expect(page.getByRole('link', { name: 'Experts' })).toBeVisible()

      await page.addInitScript(() => {
        PublicKeyCredential.isConditionalMediationAvailable = async () => false // as browsers without suggestions
      })
      await page.reload()
      await leave(page)
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
      await expect(page.getByRole('link', { name: 'Experts' })).toBeVisible()
      await leave(page)
      await byPassword(page, admin)
      await expect(page.getByLabel('Code')).toBeVisible()
      await looksAt(page, 'security: one more step')
      await page.getByRole('button', { name: 'Use a passkey' }).click()
      await expect(page.getByRole('link', { name: 'Experts' })).toBeVisible()
    })

    test('an app shows codes, and a code from paper stands in for it', async ({ browser }) => {
      await page.goto(`${k.app}/security`)
      await page.getByRole('button', { name: 'Set up an app' }).click()
      const app = page.getByRole('region', { name: 'App with codes' })
      await expect(app.getByRole('img', { name: 'QR code for your app' })).toBeVisible()
      secret = String(await app.locator('code').textContent())
      await looksAt(page, 'security: setting up an app')
      await app.getByLabel('The six digits that the app shows now').fill('000000')
      await app.getByRole('button', { name: 'That is the code' }).click()
      await expect(app.getByText('not the code that the app shows now')).toBeVisible()
      await app.getByLabel('The six digits that the app shows now').fill(digits(secret))
      await app.getByRole('button', { name: 'That is the code' }).click()
      await expect(app.getByText('In use since')).toBeVisible()

      phone = await arrives(browser)
      await byPassword(phone, admin)
      await phone.getByLabel('Code').fill('123456')
      await phone.getByRole('button', { name: 'Come in' }).click()
      await expect(phone.getByText('This code is not right')).toBeVisible()
      await phone.getByLabel('Code').fill(digits(secret, 1))
      await phone.getByRole('button', { name: 'Come in' }).click()
      await expect(phone.getByRole('link', { name: 'Experts' })).toBeVisible()

      const lost = await arrives(browser)
      await byPassword(lost, admin)
      await lost.getByLabel('Code').fill(String(codes[0]))
      await lost.getByRole('button', { name: 'Come in' }).click()
      await expect(lost.getByRole('link', { name: 'Experts' })).toBeVisible()
    })

    test('they see where they are signed in, and end the others', async () => {
      await page.goto(`${k.app}/security`)
      const sessions = page.getByRole('region', { name: 'Where you are signed in' })
      await expect(sessions.getByRole('listitem')).toHaveCount(3)
      await expect(sessions.getByRole('listitem').first()).toContainText('This one')
      await expect(page.getByText('9 codes left')).toBeVisible()
      await looksAt(page, 'security: my page')
      await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click()
      await expect(sessions.getByText('2 sessions ended.')).toBeVisible()
      await expect(sessions.getByRole('listitem')).toHaveCount(1)
      await phone.goto(`${k.app}/manage/experts`)
      await expect(phone.getByRole('heading', { name: /^Sign in/ })).toBeVisible()
    })

    test('an auditor reads and changes nothing', async ({ browser }) => {
      await page.goto(`${k.app}/manage/people`)
      await page.getByLabel('Full name').fill(auditor.name)
      await page.getByLabel('E-mail').fill(auditor.email)
      await page.getByText('Auditor', { exact: true }).click()
      // What is sensitive wants a proof after ten minutes. Here they are over at once; the rest is the server's own.
      const problem = { code: 'reauthentication_required', title: 'Forbidden', status: 403 }
      const refused = { status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) }
      await page.route('**/api/v1/people', (route) => route.fulfill(refused), { times: 1 })
      await page.getByRole('button', { name: 'Invite and show the link' }).click()
      const proof = page.getByRole('dialog', { name: 'Is it you?' })
      await expect(proof.getByRole('button', { name: 'Use a passkey' })).toBeVisible()
      await looksAt(page, 'security: is it you')
      await proof.getByRole('button', { name: 'Use a passkey' }).click()
      await expect(proof).toBeHidden()
      const link = String(await page.locator('code').first().textContent()).trim()

      const wim = await arrives(browser)
      await device(wim)
      await wim.goto(link)
      await wim.getByLabel('Password').fill(auditor.password)
      await wim.getByRole('button', { name: 'Come in' }).click()
      await expect(wim.getByRole('heading', { name: 'One more lock, Wim' })).toBeVisible()
      await wim.getByRole('button', { name: 'Add a passkey' }).click()
      await wim.getByRole('button', { name: 'Add a passkey' }).click()
      await wim.getByRole('button', { name: 'I have them' }).click()
      await expect(wim.getByText('You see what staff see, and change nothing.')).toBeVisible()
      await wim.goto(`${k.app}/manage/people`)
      await expect(wim.getByText(admin.email)).toBeVisible()
      await expect(wim.getByRole('button', { name: /Disable/ })).toHaveCount(0)
      await wim.goto(`${k.app}/manage/settings`)
      await expect(wim.getByLabel('Name', { exact: true }).first()).toBeVisible()
      await expect(wim.getByRole('button', { name: 'Save' })).toHaveCount(0)
      await looksAt(wim, 'security: an auditor looks at the settings')
    })

    test('a provider lets them in, and out', async () => {
      company = await Provider.start()
      await page.goto(`${k.app}/manage/people`)
      await page.getByRole('link', { name: 'Sign-in providers' }).click()
      await page.getByRole('link', { name: 'Add a provider' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Waddenhuis')
      await page.getByLabel('Short name in addresses').fill('waddenhuis')
      await page.getByLabel('Issuer').fill(company.issuer)
      await page.getByLabel('Client id').fill(Provider.client.id)
      await page.getByLabel('Client secret').fill(Provider.client.secret)
      await page.getByLabel('Methods (amr)').fill('mfa')
      await looksAt(page, 'providers: a new one')
      await page.getByRole('button', { name: 'Add the provider' }).click()
      await page.getByRole('button', { name: 'Ask the provider' }).click()
      await expect(page.getByText('It tells us when somebody signs out there.')).toBeVisible()
      await looksAt(page, 'providers: one that answers')

      await page.goto(`${k.app}/security`)
      await page.getByRole('button', { name: 'Link my account at Waddenhuis' }).click()
      await page.getByRole('link', { name: 'I am Ilse' }).click()
      await expect(page.getByRole('region', { name: 'Accounts elsewhere' })).toContainText('Linked since')
      await looksAt(page, 'providers: my account is linked')

      await leave(page)
      await looksAt(page, 'providers: the door')
      await page.getByRole('button', { name: 'Sign in with Waddenhuis' }).click()
      await page.getByRole('link', { name: 'I am Ilse' }).click()
      await expect(page.getByRole('link', { name: 'Experts' })).toBeVisible()

      // She signs out there, and is out here; and the other way round.
      expect(await company.signsOut(`${k.app}/api/v1/doors/waddenhuis/logouts`)).toBe(200)
      await expect(page.getByRole('heading', { name: /^Sign in/ })).toBeVisible()
      await page.getByRole('button', { name: 'Sign in with Waddenhuis' }).click()
      await page.getByRole('link', { name: 'I am Ilse' }).click()
      await page.getByRole('button', { name: 'You and your settings' }).click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByRole('link', { name: 'Back' }).click()
      await expect(page.getByRole('heading', { name: /^Sign in/ })).toBeVisible()

      // An answer that nobody asked for lets nobody in, and its words are shown to nobody.
      await page.goto(`${k.app}/sign-in/back/waddenhuis?error=access_denied&error_description=Call+us`)
      await expect(page.getByText('You came back without signing in there.')).toBeVisible()
      await expect(page.getByText('Call us')).toHaveCount(0)
      await page.goto(`${k.app}/sign-in/back/waddenhuis?code=a&state=b`)
      await expect(page.getByText('began in another browser')).toBeVisible()
      expect(page.url()).not.toContain('code=')
      await looksAt(page, 'providers: an answer that does not hold')
    })
  })
