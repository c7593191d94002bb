// Marit enters a draw and leaves it to chance. When its window is over she, and a stranger who is not signed in, make the draw again
// in their own browsers, and so does a script outside of the program.
import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner } from './kenner'
import { arrives, signsIn } from './people'

interface Drop {
  id: string
  state: string
  mine: { entryId?: string }
}

interface Draw {
  seed?: string
  pieces: number
  entries: { id: string; place: number }[]
}

const script = resolve(import.meta.dirname, '../../domain/shop/verify-draw')

test('a draw that anybody can check', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const marit = await Api.as(k, k.login('expert', 'marit'))
    const shop = await arrives(browser)
    await signsIn(shop, k, k.login('expert', 'marit'), '/shop')
    await shop.getByRole('button', { name: 'Enter the draw for Wad 2, first hundred' }).click()
    await expect(shop.getByText('You are in.')).toBeVisible()
    await shop.getByRole('button', { name: 'Coast cap on my wish list' }).click()
    await expect(shop.getByRole('button', { name: 'Coast cap on my wish list', pressed: true })).toBeVisible()
    const island = shop.getByRole('listitem').filter({ hasText: 'A bird island' })
    await island.getByRole('button', { name: 'Give points to A bird island' }).click()
    await expect(island.getByText('Noorder Audio adds 20')).toBeVisible()
    await looksAt(shop, 'drops')
    await island.getByRole('button', { name: 'Give 20' }).click()
    await expect(shop.getByText('and 20 are added')).toBeVisible()
    await expect(shop.getByText('Yours from')).toBeVisible() // the mat is not released yet
    const open = (await marit.get<{ items: Drop[] }>('/drops')).items.find(({ state }) => state === 'live')
    const promised = await marit.get<Draw>(`/draws/${open?.id}`)
    expect(promised.seed).toBeUndefined()
    expect(promised.entries).toHaveLength(0)
    await k.stop()
    await k.start('--clock', '+72h')
    const draw = await marit.get<Draw>(`/draws/${open?.id}`)
    expect(draw.entries.some(({ id }) => id === open?.mine.entryId)).toBe(true)
    await checks(await arrives(browser), `${k.app}/draws/${open?.id}`)
    await checks(await arrives(browser, { locale: 'nl-NL' }), `${k.app}/draws/${open?.id}`, 'nl')
    const said = execFileSync(script, ['-'], { input: JSON.stringify(draw), encoding: 'utf8' })
    expect(said).toContain(`1 ${draw.entries[0]?.id}`)
    expect(said).toContain('the order is the published one: True')
  } finally {
    await k.remove()
  }
})

const words = {
  en: ['It is the seed that was promised.', 'The order is the one that was published.'],
  nl: ['Het is het startgetal dat beloofd was.', 'De volgorde is die welke gepubliceerd is.'],
}

/** A stranger opens the page, and the browser draws again. */
async function checks(page: Page, address: string, language: 'en' | 'nl' = 'en') {
  await page.goto(address)
  for (const sentence of words[language]) await expect(page.getByText(sentence)).toBeVisible()
  await looksAt(page, `draw-${language}`)
}
