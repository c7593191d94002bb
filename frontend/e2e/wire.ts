// The wire between browsers and the server, in our hands: it can be cut, it can refuse what a company's proxy refuses, and it
// counts what goes over it.
import { request as ask, createServer, type IncomingMessage, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Kenner } from './kenner'

/** What a wire can refuse: WebSockets, and answers that are streams. */
export type Kind = 'socket' | 'stream'

const isStream = (request: IncomingMessage) => request.url?.startsWith('/api/v1/live/sse') ?? false

export class Wire {
  private isCut = false
  private readonly blocked = new Set<Kind>()
  private readonly sockets = new Set<Duplex>()
  private readonly streams = new Set<IncomingMessage>()
  /** how often a client asked by long poll */
  polls = 0

  private constructor(
    private readonly server: Server,
    private readonly to: number,
  ) {
    server.on('request', (request, response) => this.pass(request, response))
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
  }

  static async to(k: Kenner): Promise<Wire> {
    const server = createServer()
    const wire = new Wire(server, k.port)
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    return wire
  }

  /** The server as one sees it at the end of this wire. */
  at(k: Kenner): Kenner {
    const { port } = this.server.address() as AddressInfo
    return Object.create(k, { app: { value: `http://localhost:${port}` } }) as Kenner
  }

  /** How many lines of a kind go over it now. */
  lines(kind: Kind): number {
    return kind === 'socket' ? this.sockets.size : this.streams.size
  }

  cut() {
    this.isCut = true
    this.hangUp()
  }

  mend() {
    this.isCut = false
  }

  block(...kinds: Kind[]) {
    for (const kind of kinds) this.blocked.add(kind)
    this.hangUp()
  }

  unblock() {
    this.blocked.clear()
  }

  async close() {
    this.cut()
    await new Promise((done) => this.server.close(done))
  }

  private hangUp() {
    for (const socket of this.sockets) socket.destroy()
    this.server.closeAllConnections()
  }

  private pass(request: IncomingMessage, response: import('node:http').ServerResponse) {
    if (this.isCut || (isStream(request) && this.blocked.has('stream'))) {
      request.socket.destroy()
      return
    }
    if (request.url?.startsWith('/api/v1/live/poll')) this.polls++
    if (isStream(request)) {
      this.streams.add(request)
      response.on('close', () => this.streams.delete(request))
    }
    const { method, url: path, headers } = request
    const on = ask({ host: '127.0.0.1', port: this.to, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
      answer.on('error', () => response.destroy())
    })
    on.on('error', () => response.destroy())
    response.on('close', () => on.destroy())
    request.pipe(on)
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    if (this.isCut || this.blocked.has('socket')) {
      socket.destroy()
      return
    }
    const on: Socket = connect(this.to, '127.0.0.1', () => {
      const lines = [`${request.method} ${request.url} HTTP/1.1`]
      for (let i = 0; i < request.rawHeaders.length; i += 2) {
        lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`)
      }
      on.write(`${lines.join('\r\n')}\r\n\r\n`)
      on.write(head)
      on.pipe(socket)
      socket.pipe(on)
    })
    this.sockets.add(socket)
    const end = () => {
      this.sockets.delete(socket)
      socket.destroy()
      on.destroy()
    }
    for (const side of [socket, on]) {
      side.on('close', end)
      side.on('error', end)
    }
  }
}
