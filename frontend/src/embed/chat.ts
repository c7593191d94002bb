// The launcher and the frame behind it, in a closed shadow root. It opens our frame on the first click and never earlier, and
// neither reads nor changes the page around it.
import type { ToFrame, ToPage } from './protocol'

/** An identity token of the shop's own server, or how to get a fresh one. */
export type IdentitySource = string | (() => string | Promise<string>)

import { styles } from './styles'

const words = {
  en: ['Ask an expert', 'Ask an expert: new message'],
  nl: ['Vraag een kenner', 'Vraag een kenner: nieuw bericht'],
}
const drawing = 'http://www.w3.org/2000/svg'

const within = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value >= 0 && value <= most

const wave = (): Element => {
  const svg = document.createElementNS(drawing, 'svg')
  const path = document.createElementNS(drawing, 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  path.setAttribute('d', 'M3 12h2M7 8v8M11 4v16M15 8v8M19 11v2')
  svg.append(path)
  return svg
}

/** `<kenner-chat>`: the launcher and, once it was asked for, the frame with the chat. */
export class KennerChat extends HTMLElement {
  /** Our own origin: where the loader came from. */
  static home = ''
  static observedAttributes = ['identity-token']

  private readonly root = this.attachShadow({ mode: 'closed' })
  private readonly launcher = document.createElement('button')
  private readonly word = (navigator.language || 'en').slice(0, 2)
  private frame?: HTMLIFrameElement
  private ready = false
  private shown = false
  private source?: IdentitySource
  private tries = 0
  private leaving = false

  connectedCallback(): void {
    if (this.launcher.isConnected) return
    this.source ??= this.dataset.identityToken
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    this.root.adoptedStyleSheets = [sheet]
    this.launcher.append(wave(), document.createElement('b'), document.createElement('i'))
    this.launcher.type = 'button'
    this.launcher.setAttribute('aria-haspopup', 'dialog')
    this.launcher.onclick = () => this.show(true)
    this.unread(0)
    this.paint(Number(this.dataset.hue ?? Number.NaN), Number(this.dataset.strength ?? Number.NaN))
    this.root.append(this.launcher)
    this.root.addEventListener('keydown', (e) => (e as KeyboardEvent).key === 'Escape' && this.show(false))
    addEventListener('message', this.heard)
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.heard)
  }

  /** Opens or closes the chat; the focus goes into the frame and comes back to the launcher. */
  show(open: boolean): void {
    if (open === this.shown) return
    this.shown = open
    this.frame ??= this.open()
    this.toggleAttribute('open', open)
    this.launcher.setAttribute('aria-expanded', String(open))
    if (open) this.frame.focus()
    else this.launcher.focus()
    this.tell()
  }

  attributeChangedCallback(_: string, before: string | null, token: string | null): void {
    if (token) this.identify(token)
    else if (before) this.signOut()
  }

  /**
   * Tells the chat who is signed in to the shop: an identity token that the shop's own server signed, or a function that gets
   * one when it is needed. What becomes of it is told by a "kenner-identity" event.
   */
  identify(source: IdentitySource): void {
    this.source = source
    this.leaving = false
    this.tries = 0
    if (this.ready) void this.vouch()
  }

  /** Nobody is signed in to the shop any more: the chat of whoever was leaves this browser. */
  signOut(): void {
    this.source = undefined
    this.leaving = !this.ready
    this.frame ??= this.open()
    if (this.ready) this.post({ kenner: 1, type: 'signOut' })
  }

  private async vouch(): Promise<void> {
    const { source } = this
    let token = ''
    try {
      token = (typeof source === 'function' ? await source() : source) ?? ''
    } catch {
      // The shop's server is away: the frame waits for no word that does not come.
    }
    if (source === this.source) this.post({ kenner: 1, type: 'identify', token })
  }

  private vouched(state: unknown, code: unknown): void {
    const stale = code === 'identity_expired' || code === 'identity_used'
    if (stale && typeof this.source === 'function' && this.tries++ < 2) void this.vouch()
    else this.dispatchEvent(new CustomEvent('kenner-identity', { detail: { state, code } }))
  }

  private open(): HTMLIFrameElement {
    const asked = new URLSearchParams({ origin: location.origin })
    if (this.source) asked.set('identity', '1')
    for (const key of ['product', 'language', 'reason']) {
      const value = this.dataset[key]
      if (value) asked.set(key, value)
    }
    const frame = document.createElement('iframe')
    // The options stand behind the #, so that they reach no log.
    frame.src = `${KennerChat.home}/widget#${asked}`
    frame.title = this.said(0)
    this.root.append(frame)
    return frame
  }

  private readonly heard = (event: MessageEvent): void => {
    if (event.origin !== KennerChat.home || !this.frame || event.source !== this.frame.contentWindow) return
    const data = event.data as ToPage | null
    if (data?.kenner !== 1) return
    if (data.type === 'ready') {
      this.ready = true
      if (this.source) void this.vouch()
      if (this.leaving) this.post({ kenner: 1, type: 'signOut' })
      this.tell()
    } else if (data.type === 'identity') this.vouched(data.state, data.code)
    else if (data.type === 'close') this.show(false)
    else if (data.type === 'unread') this.unread(Number(data.count))
    else if (data.type === 'brand') this.paint(data.hue, data.strength)
  }

  private tell(): void {
    if (!this.ready) return
    const message: ToFrame = this.shown
      ? { kenner: 1, type: 'shown', origin: location.origin }
      : { kenner: 1, type: 'hidden' }
    this.post(message)
  }

  private post(message: ToFrame): void {
    this.frame?.contentWindow?.postMessage(message, KennerChat.home)
  }

  private said(which: 0 | 1): string {
    const language = (this.dataset.language ?? this.word).slice(0, 2)
    return words[language === 'nl' ? 'nl' : 'en'][which] as string
  }

  private unread(count: number): void {
    const some = count > 0 && !this.shown
    const [, label, dot] = this.launcher.children
    if (label) label.textContent = this.said(0)
    dot?.toggleAttribute('hidden', !some)
    this.launcher.setAttribute('aria-label', this.said(some ? 1 : 0))
  }

  private paint(hue: unknown, strength: unknown): void {
    if (within(hue, 360)) this.style.setProperty('--h', String(hue))
    if (within(strength, 0.16)) this.style.setProperty('--c', String(strength))
  }
}
