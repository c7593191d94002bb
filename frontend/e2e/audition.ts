// What an audition's stories share: the book that is open at the warm-up, and a rater's marks.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { Marking } from '../src/client'
import type { Api } from './api'

export type Application = { id: string; state: string; name: string; language: string }
type Question = { ask: string; choices?: string[]; right?: number[]; accept?: string[] }

/** Answers every question on the page as its source says. */
export async function answersByTheBook(page: Page, language: string) {
  const file = resolve(import.meta.dirname, `../../domain/audition/questions/noorder.${language}.json`)
  const book = JSON.parse(readFileSync(file, 'utf8')) as Question[]
  const asked = page.locator('form').getByRole('group')
  await asked.first().waitFor()
  for (const one of await asked.all()) {
    const text = (await one.locator('legend b').textContent()) ?? ''
    const found = book.find((each) => each.ask === text)
    if (!found) throw new Error(`the book does not know: ${text}`)
    for (const right of found.right ?? []) await one.getByText(found.choices?.[right] ?? '', { exact: true }).click()
    if (found.accept) await one.getByRole('textbox').fill(found.accept[0]?.replace('*', '') ?? '')
  }
}

/** Somebody at their audition who has not opened it. */
export async function unplayed(admin: Api): Promise<Application> {
  const { items } = await admin.get<{ items: Application[] }>('/applications?state=auditioning')
  for (const one of items) {
    const played = await admin.get<{ items: unknown[] }>(`/applications/${one.id}/auditions`)
    if (played.items.length === 0) return one
  }
  throw new Error('nobody is before their audition')
}

/** Gives in the audition that waits in the demo for its second rater: then the next one is the story's own. */
export async function marksWhatWaits(rater: Api): Promise<void> {
  const { id } = await marks(rater, 5)
  await rater.post(`/markings/${id}/submissions`, {})
}

/** Takes a marking and gives every mark of it: one score, but for empathy. It is not given in yet. */
export async function marks(rater: Api, empathy: number, score = 5): Promise<Marking> {
  const marking = await rater.post<Marking>('/markings', {})
  for (const { dimension } of marking.dimensions)
    for (const play of marking.plays) {
      const line = play.lines.find((one) => one.by === 'candidate')
      if (!line) throw new Error('the candidate said nothing')
      await rater.put(`/markings/${marking.id}/marks/${play.no}/${dimension}`, {
        score: dimension === 'empathy' ? empathy : score,
        line: line.seq,
        quote: line.text.slice(0, 30).trim(),
      })
    }
  return marking
}
