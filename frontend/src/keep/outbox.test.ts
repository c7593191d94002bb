import { describe, expect, it } from 'vitest'
import { type Kept, Outbox, type Sent } from './outbox'
import { openStore, type Store } from './store'

const memory = (): Store =>
  openStore(() => {
    throw new Error('storage is forbidden')
  })

/** A server that stores each clientId once, and can be away. */
class Server {
  readonly stored: string[] = []
  readonly calls: string[] = []
  away = false
  answerLost = false
  refuses = ''

  send = async (kept: Kept): Promise<Sent> => {
    this.calls.push(kept.clientId)
    await Promise.resolve()
    if (this.away) return { state: 'later', after: 700 }
    if (kept.text === this.refuses) return { state: 'refused', why: 'The text is empty or too long.' }
    if (!this.stored.includes(kept.clientId)) this.stored.push(kept.clientId)
    if (this.answerLost) return { state: 'later' }
    return { state: 'stored' }
  }
}

const outboxOf = (store: Store, server: Server, now = () => 1000): Outbox =>
  new Outbox(store, 'cnv_1', server.send, () => undefined, now)

describe('the outbox', () => {
  it('sends what was kept in the order in which it was written, also within one millisecond', async () => {
    const server = new Server()
    const outbox = outboxOf(memory(), server)
    for (const id of ['b', 'a', 'c']) outbox.add(`text ${id}`, id)
    await outbox.flush()
    expect(server.stored).toEqual(['b', 'a', 'c'])
    expect(outbox.waiting()).toEqual([])
  })

  it('keeps everything while the server is away and says when to try again', async () => {
    const server = new Server()
    const outbox = outboxOf(memory(), server)
    server.away = true
    outbox.add('one', 'a')
    outbox.add('two', 'b')
    expect(await outbox.flush()).toBe(700)
    expect(server.calls).toEqual(['a'])
    expect(outbox.waiting().map((kept) => kept.text)).toEqual(['one', 'two'])
    server.away = false
    expect(await outbox.flush()).toBeUndefined()
    expect(server.stored).toEqual(['a', 'b'])
  })

  it('survives the page: another outbox on the same storage sends what the first one kept', async () => {
    const store = memory()
    const server = new Server()
    server.away = true
    const first = outboxOf(store, server)
    first.add('one', 'a')
    await first.flush()
    server.away = false
    await outboxOf(store, server).flush()
    expect(server.stored).toEqual(['a'])
    expect(first.waiting()).toEqual([])
  })

  it('makes one message of a text whose answer was lost', async () => {
    const server = new Server()
    const outbox = outboxOf(memory(), server)
    server.answerLost = true
    outbox.add('one', 'a')
    await outbox.flush()
    server.answerLost = false
    await outbox.flush()
    expect(server.calls).toEqual(['a', 'a'])
    expect(server.stored).toEqual(['a'])
    expect(outbox.waiting()).toEqual([])
  })

  it('sends each message once when it is flushed twice at the same time', async () => {
    const server = new Server()
    const outbox = outboxOf(memory(), server)
    outbox.add('one', 'a')
    outbox.add('two', 'b')
    await Promise.all([outbox.flush(), outbox.flush(), outbox.flush()])
    expect(server.calls).toEqual(['a', 'b'])
  })

  it('forgets what the timeline shows already', () => {
    const server = new Server()
    const outbox = outboxOf(memory(), server)
    outbox.add('one', 'a')
    outbox.add('two', 'b')
    outbox.settle(new Set(['a']))
    expect(outbox.waiting().map((kept) => kept.clientId)).toEqual(['b'])
  })

  it('sets a refused text aside with the reason and goes on with the next', async () => {
    const server = new Server()
    server.refuses = 'bad'
    const outbox = outboxOf(memory(), server)
    outbox.add('bad', 'a')
    outbox.add('good', 'b')
    await outbox.flush()
    expect(server.stored).toEqual(['b'])
    expect(outbox.waiting()).toMatchObject([{ clientId: 'a', refused: 'The text is empty or too long.' }])
    outbox.drop('a')
    expect(outbox.waiting()).toEqual([])
  })

  it('never sees the messages of another conversation', () => {
    const store = memory()
    const server = new Server()
    outboxOf(store, server).add('one', 'a')
    expect(new Outbox(store, 'cnv_2', server.send, () => undefined).waiting()).toEqual([])
  })
})
