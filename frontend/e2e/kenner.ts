// Starts the built binary for a story and stops it after. Every story has a
// process, a port and a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export type Login = { role: 'expert' | 'manager' | 'admin'; email: string; password: string }
export type Ready = { url: string; logins: Login[]; visitorTokens: string[] }

const binary = resolve(import.meta.dirname, '../../bin/kenner')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export class Kenner {
  private child: ChildProcess | undefined
  private log: string[] = []
  ready!: Ready

  private constructor(
    readonly data: string,
    readonly port: number,
  ) {}

  /** Starts the demo brand in a new folder. */
  static async demo(...flags: string[]): Promise<Kenner> {
    const k = new Kenner(await mkdtemp(join(tmpdir(), 'kenner-story-')), await freePort())
    await k.start(...flags)
    return k
  }

  /** Starts the demo on this folder and port; --clock moves it on. */
  async start(...flags: string[]): Promise<void> {
    const args = ['demo', '--quiet', '--json', '--listen', `127.0.0.1:${this.port}`, '--data', this.data, ...flags]
    const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    child.stderr?.on('data', (text: Buffer) => this.log.push(text.toString()))
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    this.ready = await new Promise<Ready>((done, fail) => {
      lines.once('line', (line) => done(JSON.parse(line) as Ready))
      child.once('exit', (code) => fail(new Error(`kenner demo ended with ${code}\n${this.log.join('')}`)))
    })
  }

  /** Ends the process; signal SIGKILL is a crash. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child
    if (!child || child.exitCode !== null) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill(signal)
    await gone
  }

  /** Ends the process and removes its folder. */
  async remove(): Promise<void> {
    await this.stop()
    await rm(this.data, { recursive: true, force: true })
  }

  login(role: Login['role'], nth = 0): Login {
    const found = this.ready.logins.filter((l) => l.role === role)[nth]
    if (!found) throw new Error(`the demo has no ${role} number ${nth}`)
    return found
  }

  /** The app's own origin. */
  get app(): string {
    return `http://localhost:${this.port}`
  }

  /** The shop's origin, another one, where the widget is embedded. */
  get shop(): string {
    return `http://127.0.0.1:${this.port}/demo/`
  }
}
