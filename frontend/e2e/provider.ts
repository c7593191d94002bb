// A small OpenID provider for a story: one person has an account there, and it has a page to sign in on and one to leave by.
import { createHash, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const page = (body: string) =>
  `<!doctype html><html lang="en"><title>Waddenhuis</title><main><h1>Waddenhuis</h1>${body}</main>`

export class Provider {
  private codes = new Map<string, URLSearchParams>()
  private keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  private server!: Server
  private sid = randomUUID()
  issuer = ''

  static readonly client = { id: 'kenner', secret: 'only-the-two-of-us' }

  static async start(): Promise<Provider> {
    const p = new Provider()
    p.server = createServer((request, response) => void p.answer(request, response))
    await new Promise<void>((done) => p.server.listen(0, '127.0.0.1', done))
    p.issuer = `http://localhost:${(p.server.address() as AddressInfo).port}`
    return p
  }

  stop() {
    this.server.closeAllConnections()
    this.server.close()
  }

  /** Tells a client that the person has signed out here. */
  async signsOut(address: string): Promise<number> {
    const now = Math.floor(Date.now() / 1000)
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    const claims = {
      iss: this.issuer,
      aud: Provider.client.id,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      sid: this.sid,
      events,
    }
    const body = new URLSearchParams({ logout_token: this.signed(claims, 'logout+jwt') })
    this.sid = randomUUID()
    return (await fetch(address, { method: 'POST', body })).status
  }

  private signed(claims: object, typ: string): string {
    const text = `${encode({ alg: 'RS256', typ, kid: 'one' })}.${encode(claims)}`
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), this.keys.privateKey as KeyObject).toString('base64url')}`
  }

  private async answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', this.issuer)
    const json = (value: unknown) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value))
    const html = (body: string) => response.setHeader('Content-Type', 'text/html').end(page(body))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/keys`,
          end_session_endpoint: `${this.issuer}/leave`,
          backchannel_logout_supported: true,
          id_token_signing_alg_values_supported: ['RS256'],
        })
      case '/keys':
        return json({
          keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
        })
      case '/authorize': {
        const code = randomUUID()
        this.codes.set(code, url.searchParams)
        const back = new URL(url.searchParams.get('redirect_uri') ?? '')
        back.search = String(new URLSearchParams({ code, state: url.searchParams.get('state') ?? '' }))
        return html(`<p><a href="${String(back).replaceAll('&', '&amp;')}">I am Ilse</a></p>`)
      }
      case '/token':
        return json(await this.token(request))
      case '/leave':
        return html(`<p>Signed out. <a href="${url.searchParams.get('post_logout_redirect_uri')}">Back</a></p>`)
      default:
        return response.writeHead(404).end()
    }
  }

  private async token(request: IncomingMessage) {
    let text = ''
    for await (const part of request) text += part
    const form = new URLSearchParams(text)
    const asked = this.codes.get(form.get('code') ?? '')
    this.codes.delete(form.get('code') ?? '')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const known = Buffer.from(`${Provider.client.id}:${Provider.client.secret}`).toString('base64')
    if (!asked || proof !== asked.get('code_challenge') || request.headers.authorization !== `Basic ${known}`) {
      return { error: 'invalid_grant' }
    }
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: this.issuer,
      sub: 'ilse-there',
      aud: Provider.client.id,
      iat: now,
      exp: now + 300,
      auth_time: now,
    }
    const id_token = this.signed({ ...claims, nonce: asked.get('nonce'), sid: this.sid, amr: ['pwd', 'mfa'] }, 'JWT')
    return { access_token: 'none', token_type: 'Bearer', id_token }
  }
}
