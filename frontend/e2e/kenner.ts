// Starts the built binary for a story and stops it after. Every story has a
// process, a port and a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

import { everybodyLeaves } from './contexts'

export type Role = 'expert' | 'manager' | 'admin'
export type Login = { role: Role; email: string; password: string }
export type Ready = { url: string; setup?: string; logins: Login[]; visitorTokens: string[] }

/** Where the folder is that the global setup filled with the demo's past. */
export const pastVariable = 'KENNER_STORY_PAST'

const binary = process.env.KENNER_BINARY ?? resolve(import.meta.dirname, '../../bin/kenner')

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

const newFolder = () => mkdtemp(join(tmpdir(), 'kenner-story-'))

export class Kenner {
  private child: ChildProcess | undefined
  private log: string[] = []
  ready!: Ready

  private constructor(
    private readonly command: readonly string[],
    readonly data: string,
    readonly port: number,
  ) {}

  /** Starts the demo brand in a folder of its own. Its past is copied where the global setup made one. */
  static async demo(...flags: string[]): Promise<Kenner> {
    const folder = await newFolder()
    const past = process.env[pastVariable]
    if (past) await cp(past, folder, { recursive: true })
    const k = new Kenner(['demo', '--quiet'], folder, await freePort())
    await k.start(...flags)
    return k
  }

  /** Starts a demo in which customers and experts play, in an empty folder: its past ends with conversations under way. */
  static async lively(...flags: string[]): Promise<Kenner> {
    const k = new Kenner(['demo'], await newFolder(), await freePort())
    await k.start(...flags)
    return k
  }

  /** Starts a server on an empty folder, as on the first day. */
  static async serve(...flags: string[]): Promise<Kenner> {
    const k = new Kenner(['serve'], await newFolder(), await freePort())
    await k.start(...flags)
    return k
  }

  /** Starts on this folder and port; --clock +192h moves a demo on. */
  async start(...flags: string[]): Promise<void> {
    const listen = ['--json', '--listen', `127.0.0.1:${this.port}`, '--data', this.data]
    const child = spawn(binary, [...this.command, ...listen, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] })
    this.child = child
    child.stderr?.on('data', (text: Buffer) => this.log.push(text.toString()))
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    this.ready = await new Promise<Ready>((done, fail) => {
      lines.once('line', (line) => done(JSON.parse(line) as Ready))
      child.once('error', fail)
      child.once('exit', (code) => fail(new Error(`kenner ended with ${code}\n${this.log.join('')}`)))
    })
  }

  /** Ends the process; signal SIGKILL is a crash. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((done) => child.once('exit', done))
    child.kill(signal)
    await gone
  }

  /** Ends the process and removes its folder; the people of the story leave first. */
  async remove(): Promise<void> {
    await everybodyLeaves()
    await this.stop()
    await rm(this.data, { recursive: true, force: true })
  }

  /** A login of the demo: the nth of a role, or the expert with this name. */
  login(role: Role, nth: number | string = 0): Login {
    const all = this.ready.logins.filter((l) => l.role === role)
    const found = typeof nth === 'number' ? all[nth] : all.find((l) => l.email.startsWith(`${nth.toLowerCase()}@`))
    if (!found) throw new Error(`the demo has no ${role} ${nth}`)
    return found
  }

  /** The app's own origin. */
  get app(): string {
    return `http://localhost:${this.port}`
  }

  /** The shop's origin, another one, where the widget is embedded. */
  get shop(): string {
    return `http://127.0.0.1:${this.port}`
  }
}
