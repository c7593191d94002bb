import type { IdentityState, ToFrame, ToPage } from '../../embed/protocol'

interface FrameHearing {
  shown(): void
  hidden(): void
  identify(token: string): void
  signOut(): void
}

interface Surroundings {
  self: Window
  parent: Window
}

/**
 * The frame's side of the talk with the loader. It speaks to one exact origin and believes only the window around it at that
 * origin; without a page around it (the plain chat page) every method does nothing.
 */
export class Frame {
  readonly framed: boolean
  private readonly told = new Map<string, string>()

  constructor(
    private readonly page: string | undefined,
    private readonly around: Surroundings,
    private readonly hearing: FrameHearing,
  ) {
    this.framed = page !== undefined && around.parent !== around.self
    if (this.framed) around.self.addEventListener('message', (event) => this.heard(event))
  }

  ready(): void {
    this.tell({ kenner: 1, type: 'ready' })
  }

  close(): void {
    this.tell({ kenner: 1, type: 'close' })
  }

  unread(count: number): void {
    this.once({ kenner: 1, type: 'unread', count })
  }

  brand(hue: number, strength: number): void {
    this.once({ kenner: 1, type: 'brand', hue, strength })
  }

  identity(state: IdentityState, code = ''): void {
    this.tell({ kenner: 1, type: 'identity', state, code })
  }

  /** Says a thing only when it is new. */
  private once(message: ToPage): void {
    const said = JSON.stringify(message)
    if (this.told.get(message.type) === said) return
    this.told.set(message.type, said)
    this.tell(message)
  }

  private tell(message: ToPage): void {
    if (this.framed && this.page) this.around.parent.postMessage(message, this.page)
  }

  private heard(event: MessageEvent): void {
    if (event.source !== this.around.parent || event.origin !== this.page) return
    const data = event.data as ToFrame | null
    if (data?.kenner !== 1) return
    if (data.type === 'shown') this.hearing.shown()
    else if (data.type === 'hidden') this.hearing.hidden()
    else if (data.type === 'signOut') this.hearing.signOut()
    else if (data.type === 'identify' && typeof data.token === 'string') this.hearing.identify(data.token)
  }
}
