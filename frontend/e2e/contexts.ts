// The browsers of a story's people. They go when the story's Kenner does: a page that nobody closes looks for a server that
// is gone, forty times a minute, and the stories after it get slower with each.
import type { BrowserContext } from '@playwright/test'

const opened = new Set<BrowserContext>()

/** A worker tells one story at a time, so these are all its people. */
export function stays(context: BrowserContext): BrowserContext {
  opened.add(context)
  return context
}

/** Closes what people still have open; whoever left before is gone already. */
export async function everybodyLeaves(): Promise<void> {
  const all = [...opened]
  opened.clear()
  await Promise.all(all.map((context) => context.close()))
}
