import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { KennerChat } from './chat'
import { start } from './start'

const home = 'https://help.example'
const loader = `${home}/embed/kenner.js`

let root: ShadowRoot
let chat: KennerChat
const frame = () => root.querySelector('iframe') as HTMLIFrameElement
const launcher = () => root.querySelector('button') as HTMLButtonElement

/** Stands in for the frame's window, so that what is sent to it can be read. */
function windowOf(told: HTMLIFrameElement) {
  const inside = { postMessage: vi.fn() }
  Object.defineProperty(told, 'contentWindow', { value: inside, configurable: true })
  return inside
}

function say(data: unknown, origin: string, source: unknown): void {
  window.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }))
}

const attach = HTMLElement.prototype.attachShadow

/** Lets the test look into the closed root. */
function watchRoot(): void {
  vi.spyOn(HTMLElement.prototype, 'attachShadow').mockImplementation(function (this: HTMLElement, init) {
    expect(init.mode).toBe('closed')
    root = attach.call(this, init)
    return root
  })
}

beforeAll(() => {
  const { happyDOM } = window as unknown as { happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: boolean } } }
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true
  const tag = document.createElement('script')
  tag.type = 'text/plain'
  tag.src = loader
  Object.assign(tag.dataset, { product: 'Kwelder', language: 'nl', hue: '250' })
  document.head.append(tag)
  start(loader)
})

beforeEach(() => {
  watchRoot()
  const before = document.querySelector('kenner-chat') as HTMLElement
  chat = document.createElement('kenner-chat') as KennerChat
  Object.assign(chat.dataset, before.dataset)
  before.replaceWith(chat)
})

describe('the loader', () => {
  it('adds one launcher and no frame, and hides its shadow root', () => {
    start(loader)
    expect(document.querySelectorAll('kenner-chat')).toHaveLength(1)
    expect(chat.shadowRoot).toBeNull()
    expect(chat.style.getPropertyValue('--h')).toBe('250')
    expect(launcher().getAttribute('aria-label')).toBe('Vraag een kenner')
    expect(root.querySelector('iframe')).toBeNull()
  })

  it('opens the frame of its own origin on the first click, with the options behind the #', () => {
    launcher().click()
    const url = new URL(frame().src)
    expect(url.origin + url.pathname + url.search).toBe(`${home}/widget`)
    const said = new URLSearchParams(url.hash.slice(1))
    expect(said.get('origin')).toBe(location.origin)
    expect(said.get('product')).toBe('Kwelder')
    expect(launcher().getAttribute('aria-expanded')).toBe('true')
  })

  it('tells its frame, at the exact origin, that it is shown once it is ready', () => {
    launcher().click()
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'ready' }, home, inside)
    expect(inside.postMessage).toHaveBeenCalledExactlyOnceWith(
      { kenner: 1, type: 'shown', origin: location.origin },
      home,
    )
  })

  it('closes on the frame’s word, gives the focus back and keeps the frame', () => {
    launcher().click()
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'ready' }, home, inside)
    const focus = vi.spyOn(launcher(), 'focus')
    say({ kenner: 1, type: 'close' }, home, inside)
    expect(chat.hasAttribute('open')).toBe(false)
    expect(focus).toHaveBeenCalled()
    expect(frame()).not.toBeNull()
    expect(inside.postMessage.mock.calls.map(([message]) => message.type)).toEqual(['shown', 'hidden'])
    expect(inside.postMessage.mock.calls.every(([, target]) => target === home)).toBe(true)
  })

  it('closes on Escape', () => {
    launcher().click()
    launcher().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    expect(chat.hasAttribute('open')).toBe(false)
  })

  it('shows the unread dot only while it is closed, with a word', () => {
    launcher().click()
    const inside = windowOf(frame())
    const dot = root.querySelector('i') as HTMLElement
    say({ kenner: 1, type: 'unread', count: 2 }, home, inside)
    expect(dot.hasAttribute('hidden')).toBe(true)
    chat.show(false)
    say({ kenner: 1, type: 'unread', count: 2 }, home, inside)
    expect(dot.hasAttribute('hidden')).toBe(false)
    expect(launcher().getAttribute('aria-label')).toContain('nieuw bericht')
  })

  it('takes the brand’s colour, and no colour that is none', () => {
    launcher().click()
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'brand', hue: 20, strength: 0.1 }, home, inside)
    say({ kenner: 1, type: 'brand', hue: 'red;}', strength: 9 }, home, inside)
    expect(chat.style.getPropertyValue('--h')).toBe('20')
    expect(chat.style.getPropertyValue('--c')).toBe('0.1')
  })

  it.each([
    ['another origin', 'https://evil.example', true],
    ['the shop itself', location.origin, true],
    ['another window of our origin', home, false],
  ])('ignores %s', (_, origin, fromFrame) => {
    launcher().click()
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'close' }, origin, fromFrame ? inside : window)
    expect(chat.hasAttribute('open')).toBe(true)
  })

  it('tells who is signed in when the frame is ready, before it is shown, to the exact origin', async () => {
    const mint = vi.fn(async () => 'a.b.c')
    chat.identify(mint)
    expect(root.querySelector('iframe')).toBeNull()
    expect(mint).not.toHaveBeenCalled()
    launcher().click()
    expect(new URL(frame().src).hash).toContain('identity=1')
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'ready' }, home, inside)
    await vi.waitFor(() =>
      expect(inside.postMessage).toHaveBeenCalledWith({ kenner: 1, type: 'identify', token: 'a.b.c' }, home),
    )
    expect(mint).toHaveBeenCalledOnce()
    expect(inside.postMessage.mock.calls.every(([, target]) => target === home)).toBe(true)
  })

  it('gets a fresh token when the one it had was too old, and tells the page what became of it', async () => {
    const mint = vi.fn(() => 'a.b.c')
    const told = vi.fn()
    chat.addEventListener('kenner-identity', (event) => told((event as CustomEvent).detail))
    chat.identify(mint)
    launcher().click()
    const inside = windowOf(frame())
    say({ kenner: 1, type: 'ready' }, home, inside)
    const refused = () => say({ kenner: 1, type: 'identity', state: 'refused', code: 'identity_expired' }, home, inside)
    refused()
    refused()
    await vi.waitFor(() => expect(mint).toHaveBeenCalledTimes(3))
    expect(told).not.toHaveBeenCalled()
    refused()
    expect(mint).toHaveBeenCalledTimes(3)
    expect(told).toHaveBeenCalledExactlyOnceWith({ state: 'refused', code: 'identity_expired' })
  })

  it('signs out by the attribute that goes, also when the chat was never opened', async () => {
    chat.setAttribute('identity-token', 'a.b.c')
    chat.removeAttribute('identity-token')
    const inside = windowOf(frame())
    expect(chat.hasAttribute('open')).toBe(false)
    say({ kenner: 1, type: 'ready' }, home, inside)
    expect(inside.postMessage.mock.calls.map(([message]) => message.type)).toEqual(['signOut', 'hidden'])
  })

  it('ignores a message without our mark, and hears nothing after it was removed', () => {
    launcher().click()
    const inside = windowOf(frame())
    say({ type: 'close' }, home, inside)
    say(null, home, inside)
    chat.remove()
    say({ kenner: 1, type: 'close' }, home, inside)
    expect(chat.hasAttribute('open')).toBe(true)
  })
})
