import { expect } from '@jest/globals'
import { randomBytes } from 'node:crypto'
import { registerClient, type ClientWish, type RegisteredClient } from '../gatehouse/registration.js'
import type { RunningGatehouse } from '../gatehouse/running-gatehouse.js'
import type { Ending, Manner, ScriptedPerson } from '../person/scripted-person.js'
import { expectTokenResponse, type Metadata, type TokenResponse } from './checks.js'

/** Parameters of an authorization request; undefined leaves out one that is sent otherwise. */
export type Wish = Record<string, string | undefined>

/** How an authorization request ended. */
export interface Outcome extends Ending {
  /** What was sent. */
  request: URLSearchParams
  /** What came back to the redirect URI. */
  response: URLSearchParams
}

/**
 * A client as the modules of the conformance suite are one: builds each request by hand and reads each answer strictly.
 */
export class TestedClient {
  private constructor(
    readonly metadata: Metadata,
    readonly registration: RegisteredClient,
    private readonly authMethod: ClientWish['authMethod'],
  ) {}

  /** Registers a client of its own; exempt from PKCE, for the base modules send none. */
  static async register(
    gatehouse: RunningGatehouse,
    wish: Partial<ClientWish> & Pick<ClientWish, 'name'>,
  ): Promise<TestedClient> {
    const registration = await registerClient(gatehouse, { pkceExempt: true, ...wish })
    const answer = await fetch(`${gatehouse.issuer}/.well-known/openid-configuration`)
    return new TestedClient((await answer.json()) as Metadata, registration, wish.authMethod)
  }

  /** The parameters that every module sends, and those of this one. */
  request(wish: Wish = {}): URLSearchParams {
    const parameters: Wish = {
      client_id: this.registration.clientId,
      redirect_uri: this.registration.redirectUri,
      response_type: 'code',
      scope: 'openid',
      state: randomBytes(12).toString('base64url'),
      nonce: randomBytes(12).toString('base64url'),
      ...wish,
    }
    return new URLSearchParams(
      Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
    )
  }

  authorizationUrl(request: URLSearchParams): URL {
    return new URL(`${this.metadata.authorization_endpoint}?${request.toString()}`)
  }

  /** Sends the person to the authorization endpoint and expects them back at the redirect URI. */
  async authorize(person: ScriptedPerson, wish: Wish = {}, manner: Manner = {}): Promise<Outcome> {
    const request = this.request(wish)
    const ending = await person.follow(this.authorizationUrl(request), manner)
    const fields = ending.formPost?.fields
    const response = fields ? new URLSearchParams(fields) : ending.redirect?.searchParams
    if (!response) throw new Error(`not sent back: ${ending.pages.at(-1)?.heading}`)
    const destination = ending.formPost?.action ?? ending.redirect?.href.split('?')[0]
    expect(destination).toBe(request.get('redirect_uri')?.split('?')[0])
    expect(response.get('state')).toBe(request.get('state'))
    expect(response.get('iss')).toBe(this.metadata.issuer)
    return { ...ending, request, response }
  }

  /** The error with which a person came back, after the checks that hold for every error response. */
  async refusal(person: ScriptedPerson, wish: Wish, manner: Manner = {}): Promise<string | null> {
    const { response } = await this.authorize(person, wish, manner)
    const names = [...response.keys()].filter((name) => name !== 'state').sort()
    expect(names).toEqual(['error', 'error_description', 'iss'])
    expect(response.get('error_description')).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/u)
    return response.get('error')
  }

  /** A request to the token endpoint with this client's authentication, and nothing read yet. */
  async tokenRequest(form: Record<string, string>): Promise<Response> {
    const { clientId, clientSecret } = this.registration
    const isBasic = this.authMethod !== 'client_secret_post'
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)
    return fetch(this.metadata.token_endpoint, {
      method: 'POST',
      headers: isBasic ? { authorization: `Basic ${basic.toString('base64')}` } : {},
      body: new URLSearchParams(
        isBasic ? form : { ...form, client_id: clientId, client_secret: clientSecret },
      ),
    })
  }

  /** What exchanges the code of an outcome. */
  codeForm({ request, response }: Pick<Outcome, 'request' | 'response'>): Record<string, string> {
    const code = response.get('code') ?? ''
    expect(code).toMatch(/^[\x20-\x7E]{22,}$/u) // 128 bits at least (RFC 6749 §10.10)
    return { grant_type: 'authorization_code', code, redirect_uri: request.get('redirect_uri') ?? '' }
  }

  async exchange(outcome: Pick<Outcome, 'request' | 'response'>): Promise<TokenResponse> {
    return expectTokenResponse(await this.tokenRequest(this.codeForm(outcome)))
  }

  /** The whole way: sign in, consent, code, tokens. */
  async signIn(
    person: ScriptedPerson,
    wish: Wish = {},
  ): Promise<{ outcome: Outcome; tokens: TokenResponse }> {
    const outcome = await this.authorize(person, wish)
    expect([...outcome.response.keys()].sort()).toEqual(['code', 'iss', 'state'])
    return { outcome, tokens: await this.exchange(outcome) }
  }
}
