// Looks at a screen as four people would: in light and in dark, on a desk and on a phone. It reads axe's verdict, looks for
// sideways scrolling, and listens for errors and for requests that leave our two origins.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type BrowserContext, expect, type Frame, type Page } from '@playwright/test'
import type { Kenner } from './kenner'

type Axe = { run(root: unknown, options: unknown): Promise<{ violations: Violation[] }> }
type Violation = { id: string; nodes: { target: string[]; failureSummary?: string }[] }

const source = readFile(resolve(import.meta.dirname, '../node_modules/axe-core/axe.min.js'), 'utf8')
const pictures = process.env.KENNER_SCREENSHOTS

const desk = { width: 1440, height: 900 }
const phone = { width: 360, height: 780 }

/** Looks at what a page shows now, and at a frame inside it when that is what is meant. */
export async function looksAt(page: Page, name: string, inside: Page | Frame = page, menu = false): Promise<void> {
  await page.mouse.move(0, 0)
  for (const size of [desk, phone]) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await rests(inside)
      const seen = `${name}, ${colorScheme}, ${size.width} px`
      expect.soft(await violations(inside, menu), seen).toEqual([])
      expect.soft(await overflow(inside), `${seen}: no sideways scrolling`).toBeLessThanOrEqual(0)
      expect.soft(await emptyBelow(inside), `${seen}: nothing empty to scroll to`).toBe(0)
      if (pictures) {
        const file = `${name.replaceAll(/\W+/g, '-')}-${size.width}-${colorScheme}.png`
        await page.screenshot({ path: join(pictures, file), fullPage: inside === page })
      }
    }
  }
  await page.setViewportSize(desk)
}

/** Waits until a page has come, with its heading, and nothing moves any more but what never rests. */
async function rests(inside: Page | Frame) {
  await inside.locator('h1').first().waitFor({ state: 'attached' })
  await inside.evaluate(async () => {
    await document.fonts.ready
    await new Promise(requestAnimationFrame)
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map((one) => one.finished))
  })
}

/** Every fault that axe sees, one line for each kind. Its source is read by the debugger, which no content policy forbids. */
async function violations(inside: Page | Frame, menu: boolean): Promise<string[]> {
  const there = await inside.evaluate(() => 'axe' in window)
  if (!there) await inside.evaluate(await source)
  return inside.evaluate(async (menu) => {
    const { axe } = window as unknown as { axe: Axe }
    const { violations } = await axe.run(document, {
      iframes: false,
      resultTypes: ['violations'],
      // Initials are a picture of somebody, hidden from readers; axe takes them for a button's words.
      // An open menu stands outside of every landmark, and Mantine keeps an element in it to hold the focus.
      rules: {
        'label-content-name-mismatch': { enabled: false },
        region: { enabled: !menu },
        'aria-required-children': { enabled: !menu },
      },
    })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`)
  }, menu)
}

function overflow(inside: Page | Frame): Promise<number> {
  return inside.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** How far the page scrolls although it holds no more than the window: words that only readers hear must not make it longer. */
function emptyBelow(inside: Page | Frame): Promise<number> {
  return inside.evaluate(() => {
    const inner = document.querySelector('#content')
    return inner ? document.documentElement.scrollHeight - document.documentElement.clientHeight : 0
  })
}

/** Everything that went wrong in a browser, or went to a stranger. It is read at the end of a story. */
export function listens(context: BrowserContext, k: Pick<Kenner, 'app' | 'shop'>): string[] {
  const heard: string[] = []
  const own = new Set([k.app, k.shop, k.app.replace('http', 'ws')])
  context.on('console', (line) => {
    if (line.type() === 'error') heard.push(`console: ${line.text()}`)
  })
  context.on('weberror', (error) => heard.push(`error: ${error.error().message}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && !own.has(url.origin)) heard.push(`left: ${url.origin}`)
  })
  return heard
}
