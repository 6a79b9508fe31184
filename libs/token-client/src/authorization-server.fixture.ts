import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { LocalServer, NonceWanted, send, type Received } from './local-server.fixture.js'

interface Redemption {
  /** What was asked with it, and by which key. */
  request: string
  answer: object
}

/** Takes over the answer to one token request; `issue` does what the server would have done. */
export type Disturbance = (response: ServerResponse, issue: () => Promise<object>) => Promise<void> | void

/** A real authorization server over HTTP: client credentials, and refresh with rotation and a grace for retries. */
export class AuthorizationServer extends LocalServer {
  lifetimeSeconds: number | undefined = 100
  tokenType: string | undefined
  delayMs = 0
  /** Each takes the next token request. */
  readonly disturbances: Disturbance[] = []
  /** Every access token that was issued, with the thumbprint it is bound to. */
  readonly issued = new Map<string, string | undefined>()
  /** Every refresh token, and what became of it. */
  readonly refreshTokens = new Map<string, Redemption | undefined>([['rt-first', undefined]])
  /** Token requests that were being worked on at the same time, at most. */
  most = 0
  private working = 0

  get tokenRequests(): URLSearchParams[] {
    return this.received.filter(({ path }) => path === '/token').map(({ body }) => new URLSearchParams(body))
  }

  /** The one refresh token that was not redeemed. */
  get livingRefreshToken(): string | undefined {
    return [...this.refreshTokens].find(([, redemption]) => redemption === undefined)?.[0]
  }

  protected async answer(request: Received, response: ServerResponse): Promise<void> {
    if (request.path === '/.well-known/openid-configuration') {
      send(response, 200, { issuer: this.url, token_endpoint: `${this.url}/token` })
      return
    }
    this.most = Math.max(this.most, ++this.working)
    await sleep(this.delayMs)
    const disturbance = this.disturbances.shift()
    try {
      if (disturbance) await disturbance(response, () => this.issue(request))
      else send(response, 200, await this.issue(request))
    } catch (error) {
      this.refuse(response, error)
    } finally {
      this.working -= 1
    }
  }

  private refuse(response: ServerResponse, error: unknown): void {
    if (error instanceof NonceWanted) {
      send(response, 400, { error: 'use_dpop_nonce' }, { 'dpop-nonce': this.nonce ?? '' })
    } else if (String(error).includes('invalid_client')) {
      const challenge = { 'www-authenticate': 'Basic realm="test"' }
      send(response, 401, { error: 'invalid_client', error_description: 'Who are you?' }, challenge)
    } else {
      send(response, 400, { error: 'invalid_grant', error_description: String(error) })
    }
  }

  private async issue(request: Received): Promise<object> {
    const form = new URLSearchParams(request.body)
    const key = await this.provenKey(request)
    if (form.get('grant_type') === 'refresh_token') return this.refresh(form, key)
    const basic = `Basic ${Buffer.from('billing:s3cret').toString('base64')}`
    const isKnown = request.headers.authorization === basic || form.get('client_secret') === 's3cret'
    if (!isKnown && !form.has('client_assertion')) throw new Error('invalid_client')
    return this.accessToken(key)
  }

  private refresh(form: URLSearchParams, key: string | undefined): object {
    const presented = form.get('refresh_token') ?? ''
    const request = JSON.stringify([form.get('resource'), form.get('scope'), key])
    const before = this.refreshTokens.get(presented)
    if (!this.refreshTokens.has(presented)) throw new Error('the refresh token is unknown')
    if (before && before.request !== request) throw new Error('it was just used for another request')
    if (before) return before.answer
    const successor = `rt-${randomUUID()}`
    const answer = { ...this.accessToken(key), refresh_token: successor }
    this.refreshTokens.set(presented, { request, answer }).set(successor, undefined)
    return answer
  }

  private accessToken(key: string | undefined): object {
    const token = `at-${randomUUID()}`
    this.issued.set(token, key)
    const type = this.tokenType ?? (key === undefined ? 'Bearer' : 'DPoP')
    const lifetime = this.lifetimeSeconds === undefined ? {} : { expires_in: this.lifetimeSeconds }
    return { access_token: token, token_type: type, ...lifetime }
  }
}
