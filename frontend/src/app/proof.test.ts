import { afterEach, expect, test, vi } from 'vitest'
import { apiFetch } from './http'
import { proved } from './proof'

const refused = () =>
  Response.json({ code: 'reauthentication_required', title: 'Forbidden', status: 403 }, { status: 403 })

/** server answers in order; the last answer stays. */
function server(...answers: (() => Response)[]) {
  const bodies: string[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    bodies.push(await request.text())
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    return answer?.()
  })
  return bodies
}

const send = () => apiFetch('http://localhost/api/v1/identity-keys', { method: 'POST', body: '{"a":1}' })

afterEach(() => {
  proved(false)
  vi.unstubAllGlobals()
})

test('what was refused for want of a proof is sent again, whole, when it was given', async () => {
  const bodies = server(refused, () => Response.json({}))
  const answer = send()
  await vi.waitFor(() => expect(bodies).toHaveLength(1))
  await vi.waitFor(() => {
    proved(true)
    expect(bodies).toEqual(['{"a":1}', '{"a":1}'])
  })
  expect((await answer).status).toBe(200)
})

test('who thinks better of it gets the refusal, and nothing is sent again', async () => {
  const bodies = server(refused)
  const answer = send().catch((error: unknown) => error)
  await vi.waitFor(async () => {
    proved(false)
    expect(await Promise.race([answer, Promise.resolve(undefined)])).toMatchObject({
      code: 'reauthentication_required',
    })
  })
  expect(bodies).toHaveLength(1)
})

test('another refusal asks nobody', async () => {
  const bodies = server(() => Response.json({ code: 'forbidden', title: 'Forbidden', status: 403 }, { status: 403 }))
  await expect(send()).rejects.toMatchObject({ code: 'forbidden' })
  expect(bodies).toHaveLength(1)
})
