// From a week without a plan to a shift that is paid. Ilse plans the week after next from what customers asked and publishes
// it, and lets duty go by shifts. Marit signs up for a slot and offers it to everybody; a colleague takes it. When its time has
// come the colleague is on duty and gets the question, Marit is not. When it is over the shift is kept and pays its points once.
import { expect, test } from '@playwright/test'
import { Api } from './api'
import { looksAt } from './eyes'
import { Kenner, type Login } from './kenner'
import { arrives, dayAt, signsIn } from './people'

type Mine = {
  coming: { id: string; startsAt: string; endsAt: string; state: string }[]
  past: { state: string }[]
  offered: { startsAt: string }[]
}
type Awards = { items: { kind: string; points: number }[] }

/** Somebody who sees the shift on offer. */
async function whoMayTake(k: Kenner, experts: Login[], startsAt: string): Promise<Login> {
  for (const login of experts) {
    const { offered } = await (await Api.as(k, login)).get<Mine>('/me/shifts')
    if (offered.some((each) => each.startsAt === startsAt)) return login
  }
  throw new Error('nobody can take the shift')
}

test('a week is planned, and a shift is swapped, kept and paid', async ({ browser }) => {
  const k = await Kenner.demo()
  try {
    const experts = k.ready.logins.filter((login) => login.role === 'expert')
    const marit = k.login('expert', 'marit')
    const later = dayAt(Date.now() + 14 * 86_400_000)

    const desk = await arrives(browser)
    await signsIn(desk, k, k.login('admin'), `/manage/plan?week=${later}`)
    await desk.getByRole('button', { name: 'Plan from demand' }).click()
    await desk.getByRole('button', { name: /^Publish \d+ drafts?$/ }).click()
    await expect(desk.getByRole('status').filter({ hasText: 'experts can sign up' })).toBeVisible()
    await looksAt(desk, 'plan')
    const manager = await Api.as(k, k.login('admin'))
    const plan = await manager.get<Record<string, unknown>>('/plan')
    await manager.put('/plan', { duty: 'shifts', optIn: false, rules: plan.rules, version: plan.version })

    const maritApi = await Api.as(k, marit)
    await maritApi.patch('/me', { language: 'en' })
    const mine = await arrives(browser)
    await signsIn(mine, k, marit, `/shifts?week=${later}`)
    const coming = async () => (await maritApi.get<Mine>('/me/shifts')).coming
    const before = new Set((await coming()).map((each) => each.id))
    const fresh = async () => (await coming()).find((each) => !before.has(each.id))
    await mine.getByRole('button', { name: 'Sign up' }).first().click()
    await expect.poll(async () => (await fresh())?.state).toBe('planned')
    const shift = await fresh()
    if (!shift) throw new Error('no shift')
    const offers = mine.getByRole('button', { name: 'Offer to a colleague' })
    await expect(offers, 'the new one is on the screen').toHaveCount(before.size + 1)
    await offers.last().click()
    await mine.getByRole('button', { name: 'Offer it' }).click()
    await expect(mine.getByText('On offer to everybody').last()).toBeVisible()
    await looksAt(mine, 'my-shifts')

    const colleague = await whoMayTake(k, experts, shift.startsAt)
    const colleagueApi = await Api.as(k, colleague)
    await colleagueApi.patch('/me', { language: 'en' })
    const other = await arrives(browser)
    await signsIn(other, k, colleague, '/shifts')
    await other.getByRole('button', { name: 'Take it' }).last().click()
    await expect
      .poll(async () =>
        (await colleagueApi.get<Mine>('/me/shifts')).coming.some((each) => each.startsAt === shift.startsAt),
      )
      .toBe(true)

    const hours = (at: string) => `+${Math.ceil((Date.parse(at) - Date.now()) / 60_000) + 1}m`
    await k.stop()
    await k.start('--clock', hours(shift.startsAt))
    const atWork = await Api.as(k, colleague)
    await atWork.put('/me/presence', { state: 'available' })
    expect((await atWork.get<{ onDuty: boolean }>('/me/presence')).onDuty, 'on the shift').toBe(true)
    const visitor = await Api.visitor(k, 'Ada', 'en')
    await visitor.post('/conversations', { question: 'Does the left cup come off?', language: 'en' })
    await expect.poll(async () => (await atWork.get<{ items: unknown[] }>('/me/offers')).items.length).toBe(1)
    const atHome = await Api.as(k, marit)
    await atHome.put('/me/presence', { state: 'available' })
    expect((await atHome.get<{ onDuty: boolean }>('/me/presence')).onDuty, 'without one').toBe(false)

    await k.stop()
    await k.start('--clock', hours(shift.endsAt))
    const after = await Api.as(k, colleague)
    await expect
      .poll(async () => (await after.get<Mine>('/me/shifts')).past.some((each) => each.state === 'kept'))
      .toBe(true)
    const paid = async () => (await after.get<Awards>('/me/awards?kind=shift')).items.length
    await expect.poll(paid).toBe(1)
  } finally {
    await k.remove()
  }
})
