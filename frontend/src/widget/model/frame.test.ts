import { describe, expect, it, vi } from 'vitest'
import { Frame } from './frame'
import { originOf, readOptions } from './options'

const page = 'https://shop.example'

function framed(origin: string | undefined = page) {
  const parent = { postMessage: vi.fn() }
  const self = new EventTarget()
  const hearing = { shown: vi.fn(), hidden: vi.fn(), identify: vi.fn(), signOut: vi.fn() }
  const around = { self: self as unknown as Window, parent: parent as unknown as Window }
  const frame = new Frame(origin, around, hearing)
  const say = (data: unknown, from: string, source: unknown = parent) =>
    self.dispatchEvent(Object.assign(new Event('message'), { data, origin: from, source }))
  return { frame, parent, hearing, say }
}

describe('the frame', () => {
  it('speaks to the exact origin of its page and never to everybody', () => {
    const { frame, parent } = framed()
    frame.ready()
    frame.brand(168, 0.078)
    frame.unread(2)
    frame.close()
    expect(parent.postMessage.mock.calls.map(([, target]) => target)).toEqual([page, page, page, page])
  })

  it('says a colour or a count only when it is new', () => {
    const { frame, parent } = framed()
    for (const count of [0, 0, 1, 1, 0]) frame.unread(count)
    expect(parent.postMessage.mock.calls.map(([message]) => message.count)).toEqual([0, 1, 0])
  })

  it('believes its own page', () => {
    const { say, hearing } = framed()
    say({ kenner: 1, type: 'shown', origin: page }, page)
    say({ kenner: 1, type: 'hidden' }, page)
    expect(hearing.shown).toHaveBeenCalledOnce()
    expect(hearing.hidden).toHaveBeenCalledOnce()
  })

  it('hears who is there from its own page alone, and says there what became of it', () => {
    const { frame, parent, say, hearing } = framed()
    say({ kenner: 1, type: 'identify', token: 'a.b.c' }, 'https://evil.example')
    say({ kenner: 1, type: 'identify', token: 7 }, page)
    expect(hearing.identify).not.toHaveBeenCalled()
    say({ kenner: 1, type: 'identify', token: 'a.b.c' }, page)
    say({ kenner: 1, type: 'signOut' }, page)
    expect(hearing.identify).toHaveBeenCalledExactlyOnceWith('a.b.c')
    expect(hearing.signOut).toHaveBeenCalledOnce()
    frame.identity('refused', 'identity_used')
    expect(parent.postMessage).toHaveBeenLastCalledWith(
      { kenner: 1, type: 'identity', state: 'refused', code: 'identity_used' },
      page,
    )
  })

  it.each([
    ['another origin', { kenner: 1, type: 'shown' }, 'https://evil.example', undefined],
    ['another window of the right origin', { kenner: 1, type: 'shown' }, page, {}],
    ['a message without our mark', { type: 'shown' }, page, undefined],
    ['nothing at all', null, page, undefined],
  ])('ignores %s', (_, data, origin, source) => {
    const { say, hearing } = framed()
    say(data, origin, source)
    expect(hearing.shown).not.toHaveBeenCalled()
  })

  it('is silent when no page was named', () => {
    const { frame, parent } = framed('')
    const alone = new Frame(
      undefined,
      { self: window, parent: window },
      { shown: vi.fn(), hidden: vi.fn(), identify: vi.fn(), signOut: vi.fn() },
    )
    alone.ready()
    expect(alone.framed).toBe(false)
    frame.close()
    expect(parent.postMessage.mock.calls.every(([, target]) => target !== '*')).toBe(true)
  })
})

describe('the options', () => {
  it.each([
    ['https://shop.example', 'https://shop.example'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://shop.example/', undefined],
    ['https://shop.example/path', undefined],
    ['javascript:alert(1)', undefined],
    ['null', undefined],
    ['*', undefined],
    ['', undefined],
  ])('takes %s as the origin %s', (text, origin) => {
    expect(originOf(text)).toBe(origin)
  })

  it('reads behind the # first, then behind the ?', () => {
    const options = readOptions({ hash: '#product=prd_1&language=nl', search: '?product=prd_2&reason=rsn_7' })
    expect(options).toMatchObject({ product: 'prd_1', language: 'nl', reason: 'rsn_7' })
  })

  it('takes a link’s secret from behind the # alone', () => {
    const secret = 'c0ntinuation-'.repeat(4)
    expect(readOptions({ hash: `#token=${secret}`, search: '' }).link).toBe(secret)
    expect(readOptions({ hash: '', search: `?token=${secret}` }).link).toBeUndefined()
    expect(readOptions({ hash: '#token=<script>', search: '' }).link).toBeUndefined()
    expect(readOptions({ hash: '#identity=1', search: '' }).identity).toBe(true)
  })

  it('leaves out a language that is none and what is far too long', () => {
    const options = readOptions({ hash: `#language=<b>&product=${'x'.repeat(200)}`, search: '' })
    expect(options.language).toBeUndefined()
    expect(options.product).toBeUndefined()
  })
})
